import { useEffect, useState } from "preact/hooks";

/** Browsers refuse a page that writes with every key. */
const SAVE_DELAY_MS = 300;

/**
 * State of a page that is there again when somebody comes back with the browser's Back, and new behind a link.
 *
 * It is kept with the browser's entry for this page, in this tab alone.
 */
export function useHistoryState<Value>(name: string, initial: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => (historyState()[name] as Value | undefined) ?? initial);
  useEffect(() => {
    const save = () => history.replaceState({ ...historyState(), [name]: value }, "");
    const timer = setTimeout(save, SAVE_DELAY_MS);
    // Whoever is quick has followed a link by then: what is kept with this page is kept before it is left.
    addEventListener("click", save, { capture: true });
    return () => {
      clearTimeout(timer);
      removeEventListener("click", save, { capture: true });
    };
  }, [name, value]);
  return [value, setValue];
}

function historyState(): Record<string, unknown> {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null ? (state as Record<string, unknown>) : {};
}
