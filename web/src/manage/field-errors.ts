// What is wrong in a form, at the field where it is.
import { ProblemError } from "../api/client";

/** Something that has to be corrected before it can be saved. */
export interface FieldError {
  /** Which field, see `fieldId`; empty for the whole form. */
  readonly path: string;
  /** The field's name, for people. */
  readonly label: string;
  readonly message: string;
}

/** Where the API found something wrong: property names and positions, from the outside in. */
export type ErrorLocation = readonly (string | number)[];

/** The id of the element to go to. */
export function fieldId(path: string): string {
  return `field-${path}`;
}

/** What is wrong at a field, if anything is. */
export function errorAt(errors: readonly FieldError[], path: string): string | undefined {
  return errors.find((error) => error.path === path)?.message;
}

/** The places that the API names in an `invalid_request`; none of anything else. */
export function validationErrors(error: unknown): { location: ErrorLocation; message: string }[] {
  if (!(error instanceof ProblemError) || error.code !== "invalid_request") return [];
  const candidates = Array.isArray(error.document.errors) ? (error.document.errors as unknown[]) : [];
  return candidates.filter(isValidationError);
}

function isValidationError(candidate: unknown): candidate is { location: ErrorLocation; message: string } {
  return (
    typeof candidate === "object" &&
    candidate !== null &&
    "location" in candidate &&
    Array.isArray(candidate.location) &&
    "message" in candidate &&
    typeof candidate.message === "string"
  );
}

/** The API's own sentence; where it speaks of the document's schema instead, a sentence for people. */
export function readableMessage(message: string, fallback: string | undefined): string {
  return fallback === undefined || message.endsWith(".") ? message : fallback;
}

/** Each thing once: the API may name a place for several reasons, which are one to people. */
export function uniqueErrors(errors: readonly FieldError[]): FieldError[] {
  return errors.filter(
    (error, index) =>
      errors.findIndex(({ path, message }) => path === error.path && message === error.message) === index,
  );
}
