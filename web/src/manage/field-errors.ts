// Validation errors of a form, by field.
import { h, type VNode } from "preact";

import { ProblemError } from "../api/client";
import { type PlainKey, t } from "../texts/texts";

/** An error that has to be corrected before the form can be saved. */
export interface FieldError {
  /** The field, see `fieldId`; empty for the whole form. */
  readonly path: string;
  /** The field's name for display. */
  readonly label: string;
  /** What is wrong, in the language of the page; empty where the API says all of it. */
  readonly message: string;
  /** What the API says, in English; it comes before the message. */
  readonly detail?: string;
}

/** How an error is put. */
export type Wording = Pick<FieldError, "message" | "detail">;

/** An error to display: what the API says is marked as English. */
export type ErrorText = string | VNode;

/** Where the API found an error: property names and array indexes, outermost first. */
export type ErrorLocation = readonly (string | number)[];

/** The element ID of a field. */
export function fieldId(path: string): string {
  return `field-${path}`;
}

/** The error message of a field, if it has one. */
export function errorAt(errors: readonly FieldError[], path: string): ErrorText | undefined {
  const found = errors.find((error) => error.path === path);
  return found && errorText(found);
}

/** An error's wording for display. */
export function errorText({ detail, message }: Wording): ErrorText {
  return detail === undefined ? message : h("span", null, h("bdi", { lang: "en" }, detail), message && ` ${message}`);
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
export function readableMessage(message: string, fallback: PlainKey | undefined): Wording {
  return fallback === undefined || message.endsWith(".") ? apiMessage(message) : { message: t(fallback) };
}

/** The wording of a message of the page, or as it is. */
export function toWording(error: string | Wording): Wording {
  return typeof error === "string" ? { message: error } : error;
}

/** What the API says, and nothing else. */
export function apiMessage(detail: string): Wording {
  return { message: "", detail };
}

/** Without duplicates: the API may report several schema errors that have the same message here. */
export function uniqueErrors(errors: readonly FieldError[]): FieldError[] {
  return errors.filter(
    (error, index) =>
      errors.findIndex(
        ({ path, message, detail }) => path === error.path && message === error.message && detail === error.detail,
      ) === index,
  );
}
