// What learners did, on its way to the API. Whatever happens to the network, the service or the session, an event is
// kept on this device until the API has said what became of it.
import { Outbox } from "./outbox";
import { eventStore } from "./storage";
import { accessToken, accessTokenNow, person, renew, SessionEndedError } from "../session/session";

export type { ProgressResponse, RejectedEvent, NewEvent, SyncStatus } from "./outbox";
export type { Outbox } from "./outbox";
export type { ProgressEvent } from "./pending-events";

let opened: Outbox | undefined;

/**
 * The outbox of whoever is signed in. The first call sends what waits from earlier visits.
 *
 * @throws SessionEndedError: nobody is.
 */
export function outbox(): Outbox {
  if (opened) return opened;
  const who = person();
  if (!who) throw new SessionEndedError("sign in first");
  // One a page: another person signs in through the issuer, and comes back to a new page.
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
