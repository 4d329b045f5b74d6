// Saving a certificate's settings: the file first, then everything at once.
import { unwrap, api, type Schemas } from "../api/client";
import { type CertificateDraft, findConflicts, toInput, type Signatory } from "./certificate-draft";
import { uploadFileName } from "./template-file";
import { uploadTemplate } from "./upload";

type Settings = Schemas["CertificateSettings"];

const forCourse = (courseId: string) => ({ params: { path: { course_id: courseId } } });

/** The settings as stored. */
export function readSettings(courseId: string): Promise<Settings> {
  return unwrap(api.GET("/admin/courses/{course_id}/certificate", forCourse(courseId)));
}

/** A sample of the certificate with the signatory as typed, a PDF; storage hands it out where it is too large for the API. */
export async function readPreview(courseId: string, { signatory_name, signatory_title }: Signatory): Promise<Blob> {
  const preview = await unwrap<Blob>(
    api.GET("/admin/courses/{course_id}/certificate/preview", {
      params: {
        path: { course_id: courseId },
        query: { certificate_signatory_name: signatory_name, certificate_signatory_title: signatory_title },
      },
      parseAs: "blob",
    }),
  );
  return new Blob([preview], { type: "application/pdf" });
}

/**
 * Upload a file that shall become the template.
 *
 * @returns the upload's id, to be saved.
 */
export async function upload(
  courseId: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const body = { file_name: uploadFileName(file.name), size_bytes: file.size };
  const form = await unwrap(
    api.POST("/admin/courses/{course_id}/certificate/template", { ...forCourse(courseId), body, signal }),
  );
  await uploadTemplate(form, file, onProgress, signal);
  return form.upload_id;
}

/** What was stored; or, when nothing was, what somebody else has changed meanwhile. */
export type SaveResult = { readonly settings: Settings } | { readonly theirs: Settings; readonly conflicts: string[] };

/**
 * Save what was changed.
 *
 * @param base what the draft began from.
 * @param overwrite save it whatever somebody else has saved meanwhile.
 */
export async function saveSettings(
  courseId: string,
  draft: CertificateDraft,
  base: Settings,
  overwrite: boolean,
): Promise<SaveResult> {
  const stored = await readSettings(courseId);
  const conflicting = overwrite ? [] : findConflicts(draft, base, stored);
  if (conflicting.length > 0) return { theirs: stored, conflicts: conflicting };
  const body = toInput(draft, base, stored);
  return {
    settings: await unwrap(api.PUT("/admin/courses/{course_id}/certificate", { ...forCourse(courseId), body })),
  };
}
