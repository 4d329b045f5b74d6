/** The path of a course's page. */
export function coursePath(slug: string): string {
  return `/learn/${slug}`;
}

/** Where a course's page shows the certificate, and asks for the name before it is issued. */
export function certificatePath(slug: string): string {
  return `${coursePath(slug)}#${CERTIFICATE_ID}`;
}

/** The id of the certificate's heading on a course's page. */
export const CERTIFICATE_ID = "certificate";

/** The path of a lesson's page. */
export function lessonPath(slug: string, lessonId: string): string {
  return `${coursePath(slug)}/${encodeURIComponent(lessonId)}`;
}
