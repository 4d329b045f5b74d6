// Requests for the certificates that were issued for a course in a period.
import { api, unwrap, type Schemas } from "../api/client";
import type { PageRequest } from "../ui/paging";

/** Days of a period, both included, as YYYY-MM-DD; empty for no limit. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The query for a period. */
export function periodQuery({ from, to }: Period) {
  return { ...(from ? { issued_from: from } : {}), ...(to ? { issued_to: to } : {}) };
}

/** One page of the list. */
export async function loadCertificates(
  courseId: string,
  period: Period,
  { cursor, limit, signal }: PageRequest & { limit: number },
): Promise<Schemas["CertificateList"]> {
  const query = { ...periodQuery(period), limit, ...(cursor ? { cursor } : {}) };
  const params = { path: { course_id: courseId }, query };
  const page = await unwrap(api.GET("/admin/courses/{course_id}/certificates", { params, signal }));
  // The OpenAPI document describes two media types for one response; JSON is the default.
  return page as Schemas["CertificateList"];
}

/** All files of the list as CSV, each of up to 5,000 certificates. */
export async function* csvFiles(courseId: string, period: Period): AsyncGenerator<Blob> {
  let cursor: string | null = null;
  do {
    const { file, next } = await csvFile(courseId, period, cursor);
    yield file;
    cursor = next;
  } while (cursor !== null);
}

async function csvFile(courseId: string, period: Period, cursor: string | null) {
  const query = { ...periodQuery(period), ...(cursor ? { cursor } : {}) };
  const params = { path: { course_id: courseId }, query };
  const headers = { accept: "text/csv" };
  const call = api.GET("/admin/courses/{course_id}/certificates", { params, headers, parseAs: "blob" });
  const file = await unwrap(call);
  return { file, next: (await call).response.headers.get("X-Next-Cursor") };
}

/** The addresses of ZIPs of the active certificates' PDFs, one after the other; each is valid for a minute. */
export async function* archives(courseId: string, period: Period): AsyncGenerator<Schemas["CertificateArchive"]> {
  let cursor: string | null = null;
  do {
    const query = { ...periodQuery(period), limit: 100, ...(cursor ? { cursor } : {}) };
    const params = { path: { course_id: courseId }, query };
    const archive: Schemas["CertificateArchive"] = await unwrap(
      api.POST("/admin/courses/{course_id}/certificates/archive", { params }),
    );
    yield archive;
    cursor = archive.next_cursor;
  } while (cursor !== null);
}
