// The reason that a revocation asks for, and the draft of it.
import { pluralize } from "../ui/format";

/** The longest reason that the API takes. */
export const MAX_REASON_LENGTH = 500;

/** What the API takes in no text: characters that draw nothing. Lines and tabs are welcome. */
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A reason as it is sent: what was pasted along with it and draws nothing is left out. */
export function cleanReason(typed: string): string {
  return typed.replace(/\r\n?/g, "\n").replace(CONTROL_CHARACTERS, "").trim();
}

/** Why a reason cannot be sent, or nothing. */
export function reasonError(typed: string): string | undefined {
  const reason = cleanReason(typed);
  if (reason === "") return "Say why: whoever checks the certificate reads it.";
  // The API counts characters, where JavaScript counts halves of some.
  const length = Array.from(reason).length;
  if (length > MAX_REASON_LENGTH) return `This is ${pluralize(length - MAX_REASON_LENGTH, "character")} too long.`;
  return undefined;
}

// A draft outlives a sign-in in the middle of it; it is gone once it was sent, and with the tab.
const key = (publicId: string) => `laurel.revocation.${publicId}`;

/** What was typed and not sent yet. */
export function loadDraft(publicId: string): string {
  return sessionStorage.getItem(key(publicId)) ?? "";
}

/** Keep what was typed; nothing of it when it is empty. */
export function saveDraft(publicId: string, typed: string): void {
  if (typed === "") sessionStorage.removeItem(key(publicId));
  else sessionStorage.setItem(key(publicId), typed);
}
