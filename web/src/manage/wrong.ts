// What is wrong in a form, at the field where it is.
import { ProblemError } from "../api/client";

/** Something that has to be corrected before it can be saved. */
export interface Wrong {
  /** Which field, see `fieldId`; empty for the whole form. */
  readonly path: string;
  /** The field's name, for people. */
  readonly label: string;
  readonly message: string;
}

/** Where the API found something wrong: property names and positions, from the outside in. */
export type Location = readonly (string | number)[];

/** The id of the element to go to. */
export function fieldId(path: string): string {
  return `field-${path}`;
}

/** What is wrong at a field, if anything is. */
export function wrongAt(wrongs: readonly Wrong[], path: string): string | undefined {
  return wrongs.find((wrong) => wrong.path === path)?.message;
}

/** The places that the API names in an `invalid_request`; none of anything else. */
export function placesOf(error: unknown): { location: Location; message: string }[] {
  if (!(error instanceof ProblemError) || error.code !== "invalid_request") return [];
  const places = Array.isArray(error.document.errors) ? (error.document.errors as unknown[]) : [];
  return places.filter(isPlace);
}

function isPlace(place: unknown): place is { location: Location; message: string } {
  return (
    typeof place === "object" &&
    place !== null &&
    "location" in place &&
    Array.isArray(place.location) &&
    "message" in place &&
    typeof place.message === "string"
  );
}

/** The API's own sentence; where it speaks of the document's schema instead, a sentence for people. */
export function inWords(message: string, words: string | undefined): string {
  return words === undefined || message.endsWith(".") ? message : words;
}

/** Each thing once: the API may name a place for several reasons, which are one to people. */
export function once(wrongs: readonly Wrong[]): Wrong[] {
  return wrongs.filter(
    (wrong, index) =>
      wrongs.findIndex(({ path, message }) => path === wrong.path && message === wrong.message) === index,
  );
}
