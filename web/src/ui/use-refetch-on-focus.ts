import { useEffect, useRef } from "preact/hooks";

/** Calls `refetch` when the user returns to the page: from another tab or window, or after sleep. */
export function useRefetchOnFocus(refetch: () => void): void {
  const latest = useRef(refetch);
  latest.current = refetch;
  useEffect(() => {
    let lastAt = 0;
    const refetchIfVisible = () => {
      // Returning fires both events: one call for both.
      if (document.visibilityState === "hidden" || Date.now() - lastAt < 1000) return;
      lastAt = Date.now();
      latest.current();
    };
    document.addEventListener("visibilitychange", refetchIfVisible);
    addEventListener("focus", refetchIfVisible);
    return () => {
      document.removeEventListener("visibilitychange", refetchIfVisible);
      removeEventListener("focus", refetchIfVisible);
    };
  }, []);
}
