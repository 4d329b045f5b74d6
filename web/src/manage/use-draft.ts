// Unsaved changes, stored in this tab: they survive an expired session, the redirect to sign in, and a reload.
import { useEffect, useState } from "preact/hooks";

import { hasEnded, person } from "../session/session";

/** The state of a form. */
export interface Draft<Base, Value> {
  /** The stored version that the draft is based on. */
  readonly base: Base;
  /** The values of the fields. */
  readonly value: Value;
  /** Whether it was restored from session storage, and is not saved yet. */
  readonly restored: boolean;
  /** Whether it differs from the stored version. */
  readonly changed: boolean;
  readonly change: (update: (value: Value) => Value) => void;
  /** Base the draft on another stored version: what was just saved, or what somebody else saved. */
  readonly rebase: (base: Base, update: (value: Value) => Value) => void;
  /** Go back to the stored version. */
  readonly discard: () => void;
}

interface StoredDraft<Base, Value> {
  readonly base: Base;
  readonly value: Value;
}

/**
 * Edit something, and store the draft until it is saved or discarded.
 *
 * @param name of what is edited; drafts are separate for each user.
 * @param initial the stored version.
 * @param toValue the field values of a stored version.
 * @param isEqual whether two states of the fields are equal.
 */
export function useDraft<Base, Value>(
  name: string,
  initial: Base,
  toValue: (base: Base) => Value,
  isEqual: (one: Value, other: Value) => boolean,
): Draft<Base, Value> {
  const key = `laurel.draft.4.${person()?.userId ?? ""}.${name}`;
  const [state, setState] = useState(() => {
    const found = read<Base, Value>(key);
    return found ? { ...found, restored: true } : { base: initial, value: toValue(initial), restored: false };
  });
  const changed = !isEqual(toValue(state.base), state.value);
  useEffect(() => {
    if (changed) store(key, { base: state.base, value: state.value });
    else sessionStorage.removeItem(key);
  }, [key, changed, state]);
  useUnloadWarning(changed);
  return {
    base: state.base,
    value: state.value,
    restored: state.restored && changed,
    changed,
    change: (update) => setState((before) => ({ ...before, value: update(before.value) })),
    rebase: (base, update) => {
      // Immediately, as the form may unmount before the next render; anything typed since is stored again then.
      sessionStorage.removeItem(key);
      setState((before) => ({ base, value: update(before.value), restored: false }));
    },
    discard: () => {
      // A restored draft may be based on an older version than the one stored now.
      const base = state.restored ? initial : state.base;
      setState({ base, value: toValue(base), restored: false });
    },
  };
}

/** Warns before the tab is closed with unsaved changes; not on the redirect to sign in, which keeps them. */
function useUnloadWarning(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => {
      if (!hasEnded()) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [changed]);
}

function read<Base, Value>(key: string): StoredDraft<Base, Value> | null {
  const text = sessionStorage.getItem(key);
  return text === null ? null : (JSON.parse(text) as StoredDraft<Base, Value>);
}

function store(key: string, kept: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Session storage is full or disabled: the warning before closing remains.
  }
}
