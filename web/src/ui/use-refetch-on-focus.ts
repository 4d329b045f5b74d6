import { useEffect, useRef } from "preact/hooks";

/** Call when somebody comes back to the page: from another tab, another window or a sleep. */
export function useRefetchOnFocus(refetch: () => void): void {
  const latest = useRef(refetch);
  latest.current = refetch;
  useEffect(() => {
    let lastAt = 0;
    const refetchIfVisible = () => {
      // Coming back shows the page and focuses it: one call for both.
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
