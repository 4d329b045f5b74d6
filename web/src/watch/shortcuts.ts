import { useEffect, useRef } from "preact/hooks";

/** What a key does. */
export type Shortcut =
  "toggle" | "back" | "forward" | "slower" | "faster" | "captions" | "mute" | "fullscreen" | "help";

const KEYS: ReadonlyMap<string, Shortcut> = new Map([
  ["k", "toggle"],
  ["j", "back"],
  ["l", "forward"],
  ["<", "slower"],
  [">", "faster"],
  ["c", "captions"],
  ["m", "mute"],
  ["f", "fullscreen"],
  ["?", "help"],
]);
/** Where keys type or choose something. */
const FIELDS = "input:not([type=range]), select, textarea, [contenteditable]";

/** The shortcut that a key press means; none while typing, in a dialog, or together with Ctrl, Alt or Meta. */
export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.target instanceof Element && event.target.closest(`${FIELDS}, dialog`)) return undefined;
  return KEYS.get(event.key.toLowerCase());
}

/** Run shortcuts from anywhere on the page, while they are on. */
export function useShortcuts(isOn: boolean, run: (shortcut: Shortcut) => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!isOn) return;
    const listen = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (!shortcut) return;
      event.preventDefault();
      latest.current(shortcut);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [isOn]);
}
