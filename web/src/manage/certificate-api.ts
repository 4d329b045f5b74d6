// API calls for certificate settings. Saving uploads the template first, then puts all settings in one request.
import { unwrap, api, type Schemas } from "../api/client";
import {
  type CertificateDraft,
  findConflicts,
  stylesDiffer,
  type TemplateStyle,
  toInput,
  uploadId,
} from "./certificate-draft";
import type { DesignChoice } from "./design-choice";
import { uploadFileName } from "./template-file";
import { uploadFile } from "./upload";

type Settings = Schemas["CertificateSettings"];

const forCourse = (courseId: string) => ({ params: { path: { course_id: courseId } } });

/** The stored settings. */
export function readSettings(courseId: string): Promise<Settings> {
  return unwrap(api.GET("/admin/courses/{course_id}/certificate", forCourse(courseId)));
}

/**
 * A sample PDF over the stored template, with the texts of the draft; the API redirects to the storage for large ones.
 *
 * @param stored the stored style: with another one, the API prepares the template again, which takes a second.
 */
export async function readPreview(courseId: string, draft: CertificateDraft, stored: TemplateStyle): Promise<Blob> {
  if (stylesDiffer(draft, stored)) {
    const { pdf_url } = await previewTemplate(courseId, draft, undefined);
    return download(pdf_url, "application/pdf");
  }
  const preview = await unwrap<Blob>(
    api.GET("/admin/courses/{course_id}/certificate/preview", {
      params: {
        path: { course_id: courseId },
        query: {
          certificate_signatory_name: draft.signatory_name,
          certificate_signatory_title: draft.signatory_title,
          certificate_extra_line: draft.extra_line,
        },
      },
      parseAs: "blob",
    }),
  );
  return new Blob([preview], { type: "application/pdf" });
}

/** A sample over a template that is not saved: object URLs of its picture and its PDF, and the template's warnings. */
export interface Sample {
  readonly png: string;
  readonly pdf: string;
  readonly warnings: readonly string[];
}

/** A sample over the draft's template, which is uploaded already. */
export async function readUploadSample(courseId: string, draft: CertificateDraft): Promise<Sample> {
  const upload = (draft.template && uploadId(draft.template)) ?? "default";
  const preview = await previewTemplate(courseId, draft, upload);
  // The links expire in a minute: the files are kept in the page.
  const [png, pdf] = await Promise.all([
    download(preview.png_url, "image/png"),
    download(preview.pdf_url, "application/pdf"),
  ]);
  return { png: URL.createObjectURL(png), pdf: URL.createObjectURL(pdf), warnings: preview.warnings };
}

/**
 * Have the API make a sample that is not saved.
 *
 * @param upload the id of the template's upload; undefined for the stored one.
 */
function previewTemplate(
  courseId: string,
  draft: CertificateDraft,
  upload: string | undefined,
): Promise<Schemas["UploadPreview"]> {
  return unwrap(
    api.POST("/admin/courses/{course_id}/certificate/preview", {
      ...forCourse(courseId),
      body: {
        ...(upload !== undefined && { template_upload_id: upload }),
        certificate_signatory_name: draft.signatory_name,
        certificate_signatory_title: draft.signatory_title,
        certificate_extra_line: draft.extra_line,
        template_ink: draft.ink,
        template_accent: draft.accent,
        template_placement: draft.placement,
        template_size: draft.size,
        template_signature: draft.signature,
        template_printed_url: draft.printed_url,
      },
    }),
  );
}

async function download(link: string, type: string): Promise<Blob> {
  const response = await fetch(link);
  if (!response.ok) throw new Error(`the storage answered ${response.status}`);
  return new Blob([await response.blob()], { type });
}

/** Draw a design; returns the upload ID, to be saved with the settings. */
export async function drawDesign(courseId: string, choice: DesignChoice): Promise<string> {
  const drawn = await unwrap(
    api.POST("/admin/courses/{course_id}/certificate/designs", { ...forCourse(courseId), body: choice }),
  );
  return drawn.upload_id;
}

/**
 * Upload a template file.
 *
 * @returns the upload ID, to be saved with the settings.
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
  await uploadFile(form, file, onProgress, signal);
  return form.upload_id;
}

/** The stored settings or, when nothing was saved, what somebody else changed since. */
export type SaveResult = { readonly settings: Settings } | { readonly theirs: Settings; readonly conflicts: string[] };

/**
 * Save the changed fields.
 *
 * @param base the settings that the draft is based on.
 * @param overwrite save even if somebody else has changed the same fields.
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
