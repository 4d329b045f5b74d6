// Access tokens from tab to tab, in messages that are stored nowhere. A refresh token stays in its tab: issuers that rotate
// refresh tokens take one that is used in two places for stolen.
import { channel } from "../channel";

/** An access token of another tab. */
export interface Loan {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

type Message =
  | { readonly kind: "request"; readonly id: string; readonly userId: string }
  | { readonly kind: "loan"; readonly id: string; readonly loan: Loan };

// A hidden tab may have to renew its token first.
const WAIT_MS = 2000;

const waiting = new Map<string, (loan: Loan) => void>();
let post: ((message: Message) => void) | undefined;

/**
 * Answer other tabs from now on.
 *
 * @param lend the token for a user; null if this tab has none.
 */
export function answerRequests(lend: (userId: string) => Promise<Loan | null>): void {
  post = channel<Message>("laurel-session", (message) => {
    if (message.kind === "loan") waiting.get(message.id)?.(message.loan);
    else void answer(message.id, lend(message.userId));
  });
}

/** A token of another tab for this user; null if no tab answers in time. */
export function borrow(userId: string): Promise<Loan | null> {
  const id = crypto.randomUUID();
  return new Promise<Loan | null>((resolve) => {
    waiting.set(id, resolve);
    setTimeout(() => resolve(null), WAIT_MS);
    post?.({ kind: "request", id, userId });
  }).finally(() => waiting.delete(id));
}

async function answer(id: string, lending: Promise<Loan | null>): Promise<void> {
  const loan = await lending;
  if (loan) post?.({ kind: "loan", id, loan });
}
