import { useEffect, useRef } from "preact/hooks";

/** Call when somebody comes back to the page: from another tab, another window or a sleep. */
export function useLookedAtAgain(again: () => void): void {
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    let lastAt = 0;
    const look = () => {
      // Coming back shows the page and focuses it: one call for both.
      if (document.visibilityState === "hidden" || Date.now() - lastAt < 1000) return;
      lastAt = Date.now();
      latest.current();
    };
    document.addEventListener("visibilitychange", look);
    addEventListener("focus", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      removeEventListener("focus", look);
    };
  }, []);
}
