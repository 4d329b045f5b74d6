// Getting the certificate from the API. The first success, of either form, issues it.
import { unwrap, api, type Schemas } from "../api/client";

/**
 * What is known of an issued certificate.
 *
 * @throws ProblemError: there is none to be had; `detail` says why.
 */
export async function certificateData(slug: string): Promise<Schemas["CertificateData"]> {
  const data = await unwrap(
    api.GET("/my-courses/{slug}/certificate", {
      params: { path: { slug } },
      headers: { accept: "application/json" },
    }),
  );
  // The document gives two forms of one answer, and the type of neither: this one was asked for.
  return data as Schemas["CertificateData"];
}

/**
 * The PDF. A large one comes from the storage, where the answer leads.
 *
 * @throws ProblemError: there is none to be had; `detail` says why.
 */
export function certificatePdf(slug: string): Promise<Blob> {
  return unwrap(
    api.GET("/my-courses/{slug}/certificate", {
      params: { path: { slug } },
      headers: { accept: "application/pdf" },
      parseAs: "blob",
    }),
  );
}

// What some file system refuses, or nobody sees.
const FORBIDDEN_CHARACTERS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\\/:*?"<>|]/gu;
// Marks that would turn the name's end around.
const BIDI_CONTROLS = /\p{Bidi_Control}/gu;
// A name may have 255 bytes; a code point has four at most.
const MAX_CODE_POINTS = 50;
const TITLE_START = new RegExp(`^.{0,${MAX_CODE_POINTS}}`, "u");

/** The name of a certificate's file, by which its owner finds it again. */
export function fileName(courseTitle: string): string {
  const cleaned = courseTitle
    .replace(BIDI_CONTROLS, "")
    .replace(FORBIDDEN_CHARACTERS, " ")
    .replace(/\s+/gu, " ")
    .trim();
  const title = (TITLE_START.exec(cleaned)?.[0] ?? "").replace(/[. ]+$/u, "");
  return title ? `Certificate, ${title}.pdf` : "Certificate.pdf";
}

/** Have the browser save a file. */
export function saveBlob(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it after this; a minute is plenty, even where it asks first where to.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
