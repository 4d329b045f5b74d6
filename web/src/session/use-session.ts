import { useEffect, useState } from "preact/hooks";

import { hasEnded, onChange, type Person, person } from "./session";

/** Who is signed in, kept up to date. */
export function usePerson(): Person | null {
  useSessionChanges();
  return person();
}

/** Whether the session has ended while the page was open, kept up to date. */
export function useSessionEnded(): boolean {
  useSessionChanges();
  return hasEnded();
}

function useSessionChanges(): void {
  const [, setChanges] = useState(0);
  useEffect(() => onChange(() => setChanges((changes) => changes + 1)), []);
}
