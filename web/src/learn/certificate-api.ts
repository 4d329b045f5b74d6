// Requests for the learner's certificate. The first success, as JSON or PDF, issues it.
import { unwrap, api, type Schemas } from "../api/client";
import { t } from "../texts/texts";

/**
 * The data of the certificate.
 *
 * @throws ProblemError: it is not available; `detail` says why.
 */
export async function certificateData(slug: string): Promise<Schemas["CertificateData"]> {
  const data = await unwrap(
    api.GET("/my-courses/{slug}/certificate", {
      params: { path: { slug } },
      headers: { accept: "application/json" },
    }),
  );
  // The OpenAPI document describes two media types for one response; JSON was requested.
  return data as Schemas["CertificateData"];
}

/**
 * The PDF. The API redirects to the storage for large ones.
 *
 * @throws ProblemError: it is not available; `detail` says why.
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

// Characters that some file systems refuse, or that are invisible.
const FORBIDDEN_CHARACTERS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\\/:*?"<>|]/gu;
// Marks that could make the file extension look different.
const BIDI_CONTROLS = /\p{Bidi_Control}/gu;
// File names have at most 255 bytes, a code point at most four.
const MAX_CODE_POINTS = 50;
const TITLE_START = new RegExp(`^.{0,${MAX_CODE_POINTS}}`, "u");

/** The file name of a certificate. */
export function fileName(courseTitle: string): string {
  const cleaned = courseTitle
    .replace(BIDI_CONTROLS, "")
    .replace(FORBIDDEN_CHARACTERS, " ")
    .replace(/\s+/gu, " ")
    .trim();
  const title = (TITLE_START.exec(cleaned)?.[0] ?? "").replace(/[. ]+$/u, "");
  return `${title ? t("file.certificate", { title }) : t("certificate")}.pdf`;
}
