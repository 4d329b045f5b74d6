// Days in the time zone of the school: access that ends on a day includes that day.
import { config } from "../config";

const DAY_MS = 86_400_000;

/**
 * When a day ends, as RFC 3339.
 *
 * @param day such as `2026-12-31`.
 * @param timeZone an IANA name; undefined, or one that the browser does not know, for the reader's own.
 */
export function endOfDay(day: string, timeZone: string | undefined = config().time_zone): string {
  const utc = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
  // Twice: the offset may change between the guess and the end of the day.
  const guess = utc - offsetAt(utc, timeZone);
  return new Date(utc - offsetAt(guess, timeZone)).toISOString();
}

/** The last day of access that ends at an instant, such as `2026-12-31`. */
export function lastDay(instant: string, timeZone: string | undefined = config().time_zone): string {
  const last = Date.parse(instant) - 1;
  return new Date(last + offsetAt(last, timeZone)).toISOString().slice(0, "2026-12-31".length);
}

/** How many milliseconds clocks in a time zone are ahead of UTC. */
function offsetAt(instant: number, timeZone: string | undefined): number {
  const parts = formatter(timeZone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(instant / 1000) * 1000;
}

function formatter(timeZone: string | undefined): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
    calendar: "gregory",
    numberingSystem: "latn",
  };
  try {
    return new Intl.DateTimeFormat("en", timeZone === undefined ? options : { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en", options);
  }
}
