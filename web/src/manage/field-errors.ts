// Validation errors of a form, by field.
import { ProblemError } from "../api/client";

/** An error that has to be corrected before the form can be saved. */
export interface FieldError {
  /** The field, see `fieldId`; empty for the whole form. */
  readonly path: string;
  /** The field's name for display. */
  readonly label: string;
  readonly message: string;
}

/** Where the API found an error: property names and array indexes, outermost first. */
export type ErrorLocation = readonly (string | number)[];

/** The element ID of a field. */
export function fieldId(path: string): string {
  return `field-${path}`;
}

/** The error message of a field, if it has one. */
export function errorAt(errors: readonly FieldError[], path: string): string | undefined {
  return errors.find((error) => error.path === path)?.message;
}

/** The errors that the API lists in an `invalid_request`; empty for any other error. */
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

/** The API's message if it is a sentence; the fallback where it is a JSON Schema message. */
export function readableMessage(message: string, fallback: string | undefined): string {
  return fallback === undefined || message.endsWith(".") ? message : fallback;
}

/** Without duplicates: the API may report several schema errors that have the same message here. */
export function uniqueErrors(errors: readonly FieldError[]): FieldError[] {
  return errors.filter(
    (error, index) =>
      errors.findIndex(({ path, message }) => path === error.path && message === error.message) === index,
  );
}
