// Uploads a template, or a logo, directly to S3, with the presigned POST from the API.
import type { Schemas } from "../api/client";

/** The maximum size of a template, as in the contract. */
export const MAX_BYTES: Schemas["TemplateUpload"]["max_bytes"] = 10485760;

/** The storage rejected the file. */
export class UploadRefusedError extends Error {
  constructor(
    readonly status: number,
    /** S3's error code, such as `EntityTooLarge`. */
    readonly code: string,
  ) {
    super(`${status} ${code}`);
  }
}

/**
 * Upload a file. It is used only when the settings, or the issuer, are saved with its upload ID.
 *
 * @param onProgress receives the share that is sent, from 0 to 1.
 * @param signal aborts the upload.
 * @throws UploadRefusedError: the storage rejected the file. TypeError: no network. `signal`'s reason once it is aborted.
 */
export function uploadFile(
  form: Pick<Schemas["TemplateUpload"], "url" | "fields">,
  file: Blob,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append("file", file);
  return new Promise((resolve, reject) => {
    // `fetch` has no upload progress.
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new UploadRefusedError(request.status, codeOf(request.responseText)));
    };
    request.onerror = () => reject(new TypeError("the storage cannot be reached"));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    request.onloadend = () => signal.removeEventListener("abort", stop);
    signal.addEventListener("abort", stop);
    request.open("POST", form.url);
    if (signal.aborted) reject(new DOMException("stopped", "AbortError"));
    else request.send(body);
  });
}

/** The error code in S3's XML response. */
function codeOf(text: string): string {
  return /<Code>([A-Za-z]+)<\/Code>/.exec(text)?.[1] ?? "unknown";
}
