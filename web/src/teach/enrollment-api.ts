// API calls that enroll learners, one by one and from files.
import { api, ProblemError, unwrap, type Schemas } from "../api/client";
import { uploadFile } from "../manage/upload";
import { uploadFileName } from "../manage/template-file";
import type { PageRequest } from "../ui/paging";

export type Learner = Schemas["LearnerDetail"];
export type Pending = Schemas["PendingEnrollment"];
export type Preview = Schemas["EnrollmentPreview"];
export type Import = Schemas["EnrollmentImport"];
export type Kind = Schemas["EnrollmentImportKind"];

/** The maximum size of a file to import, as in the contract. */
export const MAX_FILE_BYTES: Schemas["EnrollmentUpload"]["max_bytes"] = 4194304;
/** The maximum number of its rows. */
export const MAX_ROWS = 10_000;

const NOT_FOUND = 404;

/** A learner of the course; null for one who is not enrolled. */
export async function findLearner(courseId: string, userId: string): Promise<Learner | null> {
  const path = { course_id: courseId, user_id: userId };
  try {
    return await unwrap(api.GET("/admin/courses/{course_id}/learners/{user_id}", { params: { path } }));
  } catch (error) {
    if (error instanceof ProblemError && error.code === "enrollment_not_found") return null;
    throw error;
  }
}

/** Enrolls a learner, or changes the properties of the enrollment that are given. */
export function putLearner(
  courseId: string,
  userId: string,
  body: Schemas["LearnerEnrollmentInput"],
): Promise<Learner> {
  const path = { course_id: courseId, user_id: userId };
  return unwrap(api.PUT("/admin/courses/{course_id}/learners/{user_id}", { params: { path }, body }));
}

/** Enrolls whoever has an e-mail address. */
export function putPending(courseId: string, body: Schemas["PendingEnrollmentInput"]): Promise<Pending> {
  return unwrap(
    api.POST("/admin/courses/{course_id}/pending-enrollments", { params: { path: { course_id: courseId } }, body }),
  );
}

/** One page of the enrollments that wait for an e-mail address. */
export function loadPending(
  courseId: string,
  wanted: PageRequest & { limit: number },
): Promise<Schemas["PendingEnrollmentList"]> {
  const { cursor, limit, signal } = wanted;
  const params = { path: { course_id: courseId }, query: { limit, ...(cursor ? { cursor } : {}) } };
  return unwrap(api.GET("/admin/courses/{course_id}/pending-enrollments", { params, signal }));
}

/** Cancels an enrollment that waits; one that was claimed or cancelled meanwhile is no error. */
export async function cancelPending(courseId: string, email: string): Promise<void> {
  const params = { path: { course_id: courseId } };
  const call = api.POST("/admin/courses/{course_id}/pending-enrollments/cancel", { params, body: { email } });
  const { response } = await call;
  if (response.ok || response.status === NOT_FOUND) return;
  await unwrap(call);
}

/**
 * Uploads a file, which has no effect until it is imported.
 *
 * @returns the id of the upload.
 * @throws UploadRefusedError: the storage rejected the file. Otherwise as `unwrap`.
 */
export async function upload(courseId: string, file: File, signal: AbortSignal): Promise<string> {
  const params = { path: { course_id: courseId } };
  const body = { file_name: uploadFileName(file.name), size_bytes: file.size };
  const form = await unwrap(
    api.POST("/admin/courses/{course_id}/enrollment-imports/uploads", { params, body, signal }),
  );
  await uploadFile(form, file, () => undefined, signal);
  return form.upload_id;
}

/** What the import of an uploaded file would do. */
export function preview(courseId: string, uploadId: string, kind: Kind, signal: AbortSignal): Promise<Preview> {
  const params = { path: { course_id: courseId } };
  const body = { upload_id: uploadId, kind };
  return unwrap(api.POST("/admin/courses/{course_id}/enrollment-imports/preview", { params, body, signal }));
}

/** Starts an import, or continues one that has failed. */
export function startImport(courseId: string, body: Schemas["EnrollmentImportInput"]): Promise<Import> {
  return unwrap(
    api.POST("/admin/courses/{course_id}/enrollment-imports", { params: { path: { course_id: courseId } }, body }),
  );
}

/** The newest imports of a course. */
export function loadImports(courseId: string): Promise<Schemas["EnrollmentImportList"]> {
  return unwrap(
    api.GET("/admin/courses/{course_id}/enrollment-imports", { params: { path: { course_id: courseId } } }),
  );
}

/** An import, with a link to its result once it is done. */
export function loadImport(courseId: string, importId: string): Promise<Import> {
  const path = { course_id: courseId, import_id: importId };
  return unwrap(api.GET("/admin/courses/{course_id}/enrollment-imports/{import_id}", { params: { path } }));
}
