import { useEffect, useState } from "preact/hooks";

/** A search follows once typing pauses, not for every letter. */
const TYPING_DELAY_MS = 300;

/** A value that follows another one once that has not changed for a moment; empty text follows at once. */
export function useDebounced(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return value === "" ? "" : settled;
}
