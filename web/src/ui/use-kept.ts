import { useEffect, useState } from "preact/hooks";

/** Browsers refuse a page that writes with every key. */
const PAUSE_MS = 300;

/**
 * State of a page that is there again when somebody comes back with the browser's Back, and new behind a link.
 *
 * It is kept with the browser's entry for this page, in this tab alone.
 */
export function useKept<Value>(name: string, initial: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => (entry()[name] as Value | undefined) ?? initial);
  useEffect(() => {
    const keep = () => history.replaceState({ ...entry(), [name]: value }, "");
    const timer = setTimeout(keep, PAUSE_MS);
    // Whoever is quick has followed a link by then: what is kept with this page is kept before it is left.
    addEventListener("click", keep, { capture: true });
    return () => {
      clearTimeout(timer);
      removeEventListener("click", keep, { capture: true });
    };
  }, [name, value]);
  return [value, setValue];
}

function entry(): Record<string, unknown> {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null ? (state as Record<string, unknown>) : {};
}
