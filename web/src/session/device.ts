// Who is signed in on this device: a mark that all tabs share. It has no secrets, and only says what to offer and whom to
// ask the issuer for; access is decided by the API.

/** Which pages of staff to offer, all or those of instructors; access is decided by the API. */
export interface Roles {
  readonly isAdmin: boolean;
  readonly isInstructor: boolean;
}

/** The signed-in user, from the token's claims. */
export interface Person extends Roles {
  readonly userId: string;
  readonly name: string;
}

const MARK = "laurel.person";

/** Who signed in on this device and has not signed out since, in any tab; null if nobody. */
export function markedPerson(): Person | null {
  try {
    return JSON.parse(localStorage.getItem(MARK) ?? "null") as Person | null;
  } catch {
    return null;
  }
}

/** Mark who is signed in on this device, for all tabs; null once nobody is. */
export function mark(person: Person | null): void {
  if (person) localStorage.setItem(MARK, JSON.stringify(person));
  else localStorage.removeItem(MARK);
}

/** Call a listener when another tab changed the mark, also while this page was in the browser's back/forward cache. */
export function onMarkChange(listener: () => void): void {
  addEventListener("storage", ({ key }) => {
    // Without a key, everything was removed.
    if (key === MARK || key === null) listener();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) listener();
  });
}
