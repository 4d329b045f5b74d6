// A template on its way: straight to storage, by the form that the API signed.
import type { Schemas } from "../api/client";

/** The most that a template may have, as the contract says it. */
export const MAX_BYTES: Schemas["TemplateUpload"]["max_bytes"] = 10485760;

/** The storage did not take the file. */
export class UploadRefusedError extends Error {
  constructor(
    readonly status: number,
    /** S3's word for why, such as `EntityTooLarge`. */
    readonly code: string,
  ) {
    super(`${status} ${code}`);
  }
}

/**
 * Upload a file; nothing becomes a template by it.
 *
 * @param onProgress told how much of the file is sent, from 0 to 1.
 * @param signal stops it.
 * @throws UploadRefusedError: the storage refused. TypeError: no network. `signal`'s reason once it is aborted.
 */
export function uploadTemplate(
  form: Schemas["TemplateUpload"],
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append("file", file);
  return new Promise((resolve, reject) => {
    // `fetch` tells nothing of what is sent so far.
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

/** S3's error code, of its XML. */
function codeOf(text: string): string {
  return /<Code>([A-Za-z]+)<\/Code>/.exec(text)?.[1] ?? "unknown";
}
