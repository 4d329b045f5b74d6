import { useEffect, useState } from "preact/hooks";

/** Browsers limit how often a page may call `replaceState`. */
const SAVE_DELAY_MS = 300;

/**
 * State that is stored in the current history entry: restored by Back and Forward, fresh when the page is opened by a
 * link.
 */
export function useHistoryState<Value>(name: string, initial: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => (historyState()[name] as Value | undefined) ?? initial);
  useEffect(() => {
    const save = () => history.replaceState({ ...historyState(), [name]: value }, "");
    const timer = setTimeout(save, SAVE_DELAY_MS);
    // A click may navigate away before the timer fires: save first.
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
