// How somebody likes to watch, on this device: it has no account's data, and is the same for everybody who uses it.
import { useState } from "preact/hooks";

/** The playback speeds to choose from. */
export const RATES: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export interface Preferences {
  readonly rate: number;
  readonly captions: boolean;
  /** Whether single keys control the video. */
  readonly shortcuts: boolean;
}

const DEFAULTS: Preferences = { rate: 1, captions: false, shortcuts: true };
const KEY = "laurel-player";

/** The preferences of this device; the defaults for what is not stored, or not by this version. */
export function readPreferences(): Preferences {
  try {
    const stored = (JSON.parse(localStorage.getItem(KEY) ?? "null") ?? {}) as Partial<Record<string, unknown>>;
    const isOn = (name: "captions" | "shortcuts") => {
      const value = stored[name];
      return typeof value === "boolean" ? value : DEFAULTS[name];
    };
    const rate = RATES.find((one) => one === stored.rate) ?? DEFAULTS.rate;
    return { rate, captions: isOn("captions"), shortcuts: isOn("shortcuts") };
  } catch {
    return DEFAULTS;
  }
}

/** The preferences, and a function that changes some of them. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const [preferences, setPreferences] = useState(readPreferences);
  const change = (change: Partial<Preferences>) => {
    // Another tab may have changed the others.
    const changed = { ...readPreferences(), ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(changed));
    } catch {
      // Without storage, such as with all cookies blocked, they last as long as the page.
    }
    setPreferences((before) => ({ ...before, ...change }));
  };
  return [preferences, change];
}
