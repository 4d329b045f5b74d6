// Numbers, dates and times for display.

/** `4:05`, or `1:02:03` from an hour on. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A date in the reader's locale; `medium` where there is little room. */
export function formatDate(instant: string, dateStyle: "long" | "medium" = "long"): string {
  return new Date(instant).toLocaleDateString(undefined, { dateStyle });
}

/** A date and time in the reader's locale. */
export function formatDateTime(instant: string): string {
  return new Date(instant).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** `1 lesson`, `3 lessons`. */
export function pluralize(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
