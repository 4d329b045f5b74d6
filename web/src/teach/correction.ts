// A correction of a certificate: what is sent, and when it can be.
import { ProblemError, type Schemas } from "../api/client";
import { unprintableCharacter } from "../api/unprintable";
import { t } from "../texts/texts";

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
  if (length === 0) return t("correction.no_name");
  if (length > MAX_NAME_LENGTH) return t("correction.too_long", { count: length - MAX_NAME_LENGTH });
  if (Object.keys(reissueInput(correction, issuedName)).length === 0) return t("correction.nothing");
  return undefined;
}

/** Why the API refused the name, to be shown at the name; undefined for any other error. */
export function refusedNameText(error: unknown): string | undefined {
  const unprintable = unprintableCharacter(error);
  if (unprintable !== undefined) return t("correction.unprintable", { character: unprintable });
  if (!(error instanceof ProblemError)) return undefined;
  return error.code === "invalid_request" ? t("correction.not_letters") : undefined;
}

/** What the API's refusal means for an admin, where its own words are not enough; undefined for any other error. */
export function refusedReissueText(error: unknown): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.code === "certificate_replaced") return t("correction.replaced");
  if (error.code === "order_refunded") return t("correction.refunded");
  if (error.code === "template_missing") return t("correction.no_template");
  return undefined;
}
