// The instructors of a course, as typed: user IDs, one per line.

/** The typed text of user IDs. */
export function instructorsText(userIds: readonly string[]): string {
  return userIds.join("\n");
}

/** The user IDs in a text, each once; commas and spaces separate them as well as line breaks do. */
export function instructorIds(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((id) => id !== ""))];
}
