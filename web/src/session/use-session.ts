import { useEffect, useState } from "preact/hooks";

import { hasEnded, onChange, type Person, person } from "./session";

/** The signed-in user; renders again when that changes. */
export function usePerson(): Person | null {
  useSessionChanges();
  return person();
}

/** Whether the session has expired while the page was open; renders again when that changes. */
export function useSessionEnded(): boolean {
  useSessionChanges();
  return hasEnded();
}

function useSessionChanges(): void {
  const [, setChanges] = useState(0);
  useEffect(() => onChange(() => setChanges((changes) => changes + 1)), []);
}
