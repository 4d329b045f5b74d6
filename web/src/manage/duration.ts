// Formatting and parsing of video lengths.

const SECONDS_A_MINUTE = 60;
const SECONDS_AN_HOUR = 3600;
// Lengths come from video files in fractions of a second; below a millisecond is noise.
const PARTS_A_SECOND = 1000;

/** `18:30`, or `1:02:03` from one hour; with fractions of a second: `10:12.5`. */
export function formatDuration(seconds: number): string {
  const parts = Math.round(seconds * PARTS_A_SECOND);
  const whole = Math.floor(parts / PARTS_A_SECOND);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / SECONDS_AN_HOUR);
  const minutes = Math.floor(whole / SECONDS_A_MINUTE) % SECONDS_A_MINUTE;
  const fraction = String(parts % PARTS_A_SECOND)
    .padStart(3, "0")
    .replace(/0+$/, "");
  const rest = two(whole % SECONDS_A_MINUTE) + (fraction && `.${fraction}`);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds from `minutes:seconds`, `hours:minutes:seconds` or minutes alone; null for anything else. */
export function parseDuration(text: string): number | null {
  const found = /^(?:(?:(\d{1,4}):)?(\d{1,5}):)?(\d{1,5}(?:[.,]\d{1,3})?)$/.exec(text.trim());
  if (!found) return null;
  const [, hours, minutes, last = ""] = found;
  const number = Number(last.replace(",", "."));
  if (minutes === undefined) return number * SECONDS_A_MINUTE;
  if (number >= SECONDS_A_MINUTE || (hours !== undefined && Number(minutes) >= SECONDS_A_MINUTE)) return null;
  const seconds = Number(hours ?? 0) * SECONDS_AN_HOUR + Number(minutes) * SECONDS_A_MINUTE + number;
  return Math.round(seconds * PARTS_A_SECOND) / PARTS_A_SECOND;
}
