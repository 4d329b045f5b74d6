/** The path of a course's page. */
export function coursePath(slug: string): string {
  return `/learn/${slug}`;
}

/** The path of a lesson's page. */
export function lessonPath(slug: string, lessonId: string): string {
  return `${coursePath(slug)}/${encodeURIComponent(lessonId)}`;
}
