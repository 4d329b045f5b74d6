// The name on a certificate: what the page says and asks before the first download.
import { ProblemError, type Schemas } from "../api/client";
import { unprintableCharacter } from "../api/unprintable";
import { key, t } from "../texts/texts";
import type { PlainKey } from "../texts/texts";
import type { Profile } from "./profile-api";

type NameSource = NonNullable<Schemas["NullableNameSource"]>;

/** The longest name that the API accepts, in code points. */
export const MAX_NAME_LENGTH = 200;

/** Where a name that the learner cannot change comes from, and whom to ask. */
export const WHOM_TO_ASK = {
  shop: key("name.from_shop"),
  token: key("name.from_account"),
  checkout: key("name.from_checkout"),
} as const satisfies Record<Exclude<NameSource, "learner">, PlainKey>;

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
  const advice = profile.learner_may_change_name || source === "learner" ? null : t(WHOM_TO_ASK[source]);
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
  if (length === 0) return t("name.missing");
  if (length > MAX_NAME_LENGTH) return t("name.too_long", { count: length - MAX_NAME_LENGTH });
  return undefined;
}

/** Why the API refused a typed name, for display at its field; undefined for any other error. */
export function refusedNameText(error: unknown): string | undefined {
  const unprintable = unprintableCharacter(error);
  if (unprintable !== undefined) return unprintableText([unprintable]);
  if (!(error instanceof ProblemError)) return undefined;
  if (error.code === "name_not_printable") return t("name.character_unknown");
  if (error.code === "invalid_request") return t("name.no_letters");
  return undefined;
}

/** Why a download failed, and whom to ask, where the learner cannot correct it; undefined for any other error. */
export function refusedDownloadText(error: unknown, printedName: string): string | undefined {
  const unprintable = unprintableCharacter(error);
  if (unprintable === undefined) return undefined;
  return printedName.includes(unprintable)
    ? unprintableAdvice([unprintable])
    : t("name.unprintable_elsewhere", { character: unprintable });
}

function unprintableAdvice(characters: readonly string[]): string {
  return t("name.unprintable_advice", { characters: quoted(characters) });
}

function unprintableText(characters: readonly string[]): string {
  return t("name.unprintable", { count: characters.length, characters: quoted(characters) });
}

function quoted(characters: readonly string[]): string {
  return characters.map((character) => t("quoted", { title: character })).join(", ");
}
