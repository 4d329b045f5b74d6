import { useEffect, useRef } from "preact/hooks";

import { announce } from "./announcer";

/** Results are announced once typing pauses, not for every letter. */
const TYPING_DELAY_MS = 700;

/** Announces the status of a search when typing pauses, and again when it is done. */
export function useStatusAnnouncement(status: string, query: string, loading: boolean): void {
  const latest = useRef(status);
  latest.current = status;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (latest.current) announce(latest.current);
    }, TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [query, loading]);
}
