// Pure functions on the played ranges of a video. Results are sorted, disjoint and not empty.

/** Start and end in seconds. */
export type Range = readonly [start: number, end: number];

/** The union of all ranges; empty and reversed ones are ignored. */
export function merge(...lists: readonly (readonly Range[])[]): Range[] {
  const merged: Range[] = [];
  const sorted = lists
    .flat()
    .filter(([start, end]) => end > start)
    .sort(([one], [other]) => one - other);
  for (const [start, end] of sorted) {
    const last = merged.at(-1);
    if (last && start <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], end)];
    else merged.push([start, end]);
  }
  return merged;
}

/** The union of ranges and one more. */
export function add(ranges: readonly Range[], start: number, end: number): Range[] {
  return merge(ranges, [[start, end]]);
}

/** The difference: what `ranges` cover and `excluded` do not. */
export function subtract(ranges: readonly Range[], excluded: readonly Range[]): Range[] {
  const left: Range[] = [];
  const removed = merge(excluded);
  for (const [start, end] of merge(ranges)) {
    let from = start;
    for (const [otherStart, otherEnd] of removed) {
      if (otherEnd <= from || otherStart >= end) continue;
      if (otherStart > from) left.push([from, otherStart]);
      from = otherEnd;
    }
    if (from < end) left.push([from, end]);
  }
  return left;
}

/** The first ranges, at most `most`, and the rest. */
export function take(ranges: readonly Range[], most: number): [taken: Range[], left: Range[]] {
  return [ranges.slice(0, most), ranges.slice(most)];
}

/** The part of the ranges between two seconds. */
export function clip(ranges: readonly Range[], start: number, end: number): Range[] {
  return merge(ranges.map(([from, to]): Range => [Math.max(from, start), Math.min(to, end)]));
}

/** How many seconds the ranges cover in total. */
export function totalSeconds(ranges: readonly Range[]): number {
  return merge(ranges).reduce((sum, [start, end]) => sum + end - start, 0);
}

/**
 * The hundredths of a video, 0 to 99, that count as watched: those whose midpoint was played. This is how the API
 * counts, so the result does not depend on how the ranges are split.
 */
export function hundredths(ranges: readonly Range[], durationSeconds: number): Set<number> {
  const parts = new Set<number>();
  const place = (second: number) => Math.ceil((Math.min(second, durationSeconds) * 100) / durationSeconds - 0.5);
  for (const [start, end] of ranges) for (let part = place(start); part < place(end); part += 1) parts.add(part);
  return parts;
}
