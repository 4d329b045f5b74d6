/** A stretch of a video's timeline; start and end are in percent of its length. */
export interface Stretch {
  readonly kind: "played" | "skipped";
  readonly start: number;
  readonly end: number;
}

/**
 * The stretches of a timeline up to the last hundredth that was played, in order.
 *
 * @param played hundredths of the video, 0 to 99. What is not played after the last of them is not skipped, but to come.
 */
export function stretches(played: ReadonlySet<number>): Stretch[] {
  const found: Stretch[] = [];
  const last = Math.max(-1, ...played);
  for (let part = 0; part <= last; part += 1) {
    const kind = played.has(part) ? "played" : "skipped";
    const before = found.at(-1);
    if (before?.kind === kind) found[found.length - 1] = { ...before, end: part + 1 };
    else found.push({ kind, start: part, end: part + 1 });
  }
  return found;
}
