// The name on a certificate: what the page says and asks before the first download.
import { ProblemError, type Schemas } from "../api/client";
import { unprintableCharacter } from "../api/unprintable";
import { pluralize } from "../ui/format";
import type { Profile } from "./profile-api";

type NameSource = NonNullable<Schemas["NullableNameSource"]>;

/** The longest name that the API accepts, in code points. */
export const MAX_NAME_LENGTH = 200;

/** Where a name that the learner cannot change comes from, and whom to ask. */
export const WHOM_TO_ASK: Readonly<Record<Exclude<NameSource, "learner">, string>> = {
  shop: "Your course provider gave us this name. If it is not right, please ask them to correct it before you issue the certificate.",
  token:
    "This is the name of your account. If it is not right, please ask your course provider before you issue the certificate.",
  checkout:
    "This name was typed at the checkout. If it is not yours, please ask your course provider to add your name before you issue the certificate.",
};

/** The step before the certificate is issued: confirm the name, or type one. */
export type NameStep =
  | {
      readonly kind: "confirm";
      readonly name: string;
      /** Whom to ask for another name; null if the learner may change it. */
      readonly advice: string | null;
    }
  | {
      readonly kind: "ask";
      /** The refused name, to correct it. */
      readonly name: string;
      /** Why it was refused; null if there is no name yet. */
      readonly refusal: string | null;
    };

/**
 * Decide the step.
 *
 * @param profile with the printed name for the course.
 * @param downloadError what the latest download failed with, if it failed.
 */
export function nameStep(profile: Profile, downloadError: unknown): NameStep {
  const { printed_name: name, name_source: source } = profile;
  if (name === null || source === null) return { kind: "ask", name: profile.name ?? "", refusal: null };
  // The learner's own name is printed because it comes first, or because nobody else has given one.
  const advice = profile.learner_may_change_name || source === "learner" ? null : WHOM_TO_ASK[source];
  const unprintable = unprintableIn(profile, name, downloadError);
  if (unprintable.length === 0) return { kind: "confirm", name, advice };
  if (advice === null) return { kind: "ask", name, refusal: unprintableText(unprintable) };
  return { kind: "confirm", name, advice: unprintableAdvice(unprintable) };
}

/** The characters of a name that cannot be printed, by the profile or by a refused download. */
function unprintableIn(profile: Profile, name: string, downloadError: unknown): readonly string[] {
  const refused = unprintableCharacter(downloadError);
  return refused !== undefined && name.includes(refused)
    ? [...new Set([...profile.unprintable_characters, refused])]
    : profile.unprintable_characters;
}

/** The validation message for a typed name; undefined when it can be sent. */
export function nameError(typed: string): string | undefined {
  const length = Array.from(typed.trim()).length;
  if (length === 0) return "Please enter your name.";
  if (length > MAX_NAME_LENGTH) return `The name is ${pluralize(length - MAX_NAME_LENGTH, "character")} too long.`;
  return undefined;
}

/** Why the API refused a typed name, for display at its field; undefined for any other error. */
export function refusedNameText(error: unknown): string | undefined {
  const unprintable = unprintableCharacter(error);
  if (unprintable !== undefined) return unprintableText([unprintable]);
  if (!(error instanceof ProblemError)) return undefined;
  if (error.code === "name_not_printable")
    return "A character of this name cannot be printed. Please spell it differently.";
  if (error.code === "invalid_request") return "This name cannot be printed. Please enter your name in letters.";
  return undefined;
}

/** Why a download failed, and whom to ask, where the learner cannot correct it; undefined for any other error. */
export function refusedDownloadText(error: unknown, printedName: string): string | undefined {
  const unprintable = unprintableCharacter(error);
  if (unprintable === undefined) return undefined;
  return printedName.includes(unprintable)
    ? unprintableAdvice([unprintable])
    : `The certificate contains “${unprintable}”, which cannot be printed. Please tell your course provider.`;
}

function unprintableAdvice(characters: readonly string[]): string {
  return `Your name contains ${quoted(characters)}, which cannot be printed. Please ask your course provider to spell it differently.`;
}

function unprintableText(characters: readonly string[]): string {
  const noun = characters.length === 1 ? "character" : "characters";
  const them = characters.length === 1 ? "it" : "them";
  return `We cannot print the ${noun} ${quoted(characters)}. Please spell your name without ${them}.`;
}

function quoted(characters: readonly string[]): string {
  return characters.map((character) => `“${character}”`).join(", ");
}
