// Numbers, dates and times for display.
import { config } from "../config";
import { locale } from "../texts/texts";

/** `4:05`, or `1:02:03` from an hour on. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/**
 * A date in the language of the page, in the time zone of the school, so that it is the one on the certificate.
 *
 * @param dateStyle `medium` where there is little room.
 * @param timeZone an IANA name; a certificate keeps its own.
 */
export function formatDate(
  instant: string,
  dateStyle: "long" | "medium" = "long",
  timeZone: string | undefined = config().time_zone,
): string {
  const date = new Date(instant);
  try {
    return date.toLocaleDateString(locale(), timeZone === undefined ? { dateStyle } : { dateStyle, timeZone });
  } catch {
    // A browser may not know the time zone.
    return date.toLocaleDateString(locale(), { dateStyle });
  }
}

/** A date and time in the language of the page. */
export function formatDateTime(instant: string): string {
  return new Date(instant).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });
}

/** `1,234` in the language of the page. */
export function formatNumber(number: number): string {
  return number.toLocaleString(locale());
}

/** `75%` in the language of the page. */
export function formatPercent(percent: number): string {
  return (percent / 100).toLocaleString(locale(), { style: "percent" });
}

/** `a, b and c` in the language of the page. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(locale()).format(items);
}
