// The queue of progress events. Whatever happens to the network, the service or the session, an event is stored on this
// device until the API has responded to it.
import { Outbox } from "./outbox";
import { eventStore } from "./storage";
import { accessToken, accessTokenNow, person, renew, SessionEndedError } from "../session/session";

export type { ProgressResponse, RejectedEvent, NewEvent, SyncStatus } from "./outbox";
export type { Outbox } from "./outbox";
export type { ProgressEvent } from "./pending-events";

let opened: Outbox | undefined;

/**
 * The signed-in user's outbox. The first call sends events that are pending from earlier visits.
 *
 * @throws SessionEndedError: no user is signed in.
 */
export function outbox(): Outbox {
  if (opened) return opened;
  const who = person();
  if (!who) throw new SessionEndedError("sign in first");
  // One per page load: to sign in as another user, the browser leaves the page for the issuer.
  const mine = new Outbox(
    who.userId,
    { token: accessToken, currentToken: accessTokenNow, renew },
    eventStore(who.userId),
  );
  addEventListener("online", () => void mine.retry());
  addEventListener("pagehide", () => mine.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") mine.flush();
    else void mine.retry();
  });
  void mine.retry();
  opened = mine;
  return mine;
}
