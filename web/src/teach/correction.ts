// A correction of a certificate: what is sent, and when it can be.
import { ProblemError, type Schemas } from "../api/client";
import { unprintableCharacter } from "../api/unprintable";
import { pluralize } from "../ui/format";

/** The longest name that the API accepts, in code points. */
export const MAX_NAME_LENGTH = 200;

/** What an admin has entered. */
export interface Correction {
  readonly name: string;
  /** Whether the new certificate uses the course's current template. */
  readonly currentTemplate: boolean;
}

/** The request for a correction: only what differs from the certificate. */
export function reissueInput(correction: Correction, issuedName: string): Schemas["ReissueInput"] {
  const name = correction.name.trim();
  return {
    ...(name === issuedName ? {} : { name }),
    ...(correction.currentTemplate ? { template: "current" as const } : {}),
  };
}

/** The validation message for a correction, to be shown at the name; undefined when it can be sent. */
export function correctionError(correction: Correction, issuedName: string): string | undefined {
  const length = Array.from(correction.name.trim()).length;
  if (length === 0) return "Enter the name to print.";
  if (length > MAX_NAME_LENGTH) return `The name is ${pluralize(length - MAX_NAME_LENGTH, "character")} too long.`;
  if (Object.keys(reissueInput(correction, issuedName)).length === 0)
    return "Nothing is different yet. Change the name, or choose the current template.";
  return undefined;
}

/** Why the API refused the name, to be shown at the name; undefined for any other error. */
export function refusedNameText(error: unknown): string | undefined {
  const unprintable = unprintableCharacter(error);
  if (unprintable !== undefined) return `The character “${unprintable}” cannot be printed. Spell the name without it.`;
  if (!(error instanceof ProblemError)) return undefined;
  return error.code === "invalid_request" ? "This name cannot be printed. Enter it in letters." : undefined;
}

/** What the API's refusal means for an admin, where its own words are not enough; undefined for any other error. */
export function refusedReissueText(error: unknown): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.code === "certificate_replaced")
    return "This certificate has been replaced already. Reload the page to see the newer one.";
  if (error.code === "order_refunded") return "The order was refunded in full, so the certificate stays as it is.";
  if (error.code === "template_missing") return "The course has no template. Choose one in the certificate settings.";
  return undefined;
}
