import { ProblemError } from "./client";

/**
 * The character that none of the service's fonts contains.
 *
 * @param error what a request failed with.
 * @returns undefined for every error but `name_not_printable`, whose detail names the character as U+….
 */
export function unprintableCharacter(error: unknown): string | undefined {
  if (!(error instanceof ProblemError) || error.code !== "name_not_printable") return undefined;
  const found = /U\+([0-9A-F]{4,6})/.exec(error.detail);
  return found?.[1] === undefined ? undefined : String.fromCodePoint(parseInt(found[1], 16));
}
