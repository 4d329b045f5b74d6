// Validation and draft of the reason for a revocation.
import { t } from "../texts/texts";

/** The longest reason that the API accepts. */
export const MAX_REASON_LENGTH = 500;

/** Control characters, which the API rejects; line breaks and tabs are allowed. */
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A reason as it is sent: trimmed, with control characters removed. */
export function cleanReason(typed: string): string {
  return typed.replace(/\r\n?/g, "\n").replace(CONTROL_CHARACTERS, "").trim();
}

/** The validation message for a reason, or undefined when it is valid. */
export function reasonError(typed: string): string | undefined {
  const reason = cleanReason(typed);
  if (reason === "") return t("revocation_reason.missing");
  // The API counts code points; JavaScript's length counts UTF-16 code units.
  const length = Array.from(reason).length;
  if (length > MAX_REASON_LENGTH) return t("revocation_reason.too_long", { count: length - MAX_REASON_LENGTH });
  return undefined;
}

// A draft survives a new sign-in; it is deleted when the reason was sent, and with the tab.
const key = (publicId: string) => `laurel.revocation.${publicId}`;

/** The unsent draft, or an empty string. */
export function loadDraft(publicId: string): string {
  return sessionStorage.getItem(key(publicId)) ?? "";
}

/** Save the draft; an empty one is deleted. */
export function saveDraft(publicId: string, typed: string): void {
  if (typed === "") sessionStorage.removeItem(key(publicId));
  else sessionStorage.setItem(key(publicId), typed);
}
