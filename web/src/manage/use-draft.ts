// Unsaved work, kept in this tab: it outlives a session that ended, the way to the issuer and back, and a reload.
import { useEffect, useState } from "preact/hooks";

import { hasEnded, person } from "../session/session";

/** Something that is being edited. */
export interface Draft<Base, Value> {
  /** What is stored, as far as this page knows. */
  readonly base: Base;
  /** What stands in the fields. */
  readonly value: Value;
  /** Whether it was found from before, and is not saved yet. */
  readonly restored: boolean;
  /** Whether it says something else than what is stored. */
  readonly changed: boolean;
  readonly change: (update: (value: Value) => Value) => void;
  /** Something was stored, or somebody else's is taken. */
  readonly rebase: (base: Base, update: (value: Value) => Value) => void;
  /** Go back to what is stored. */
  readonly discard: () => void;
}

interface StoredDraft<Base, Value> {
  readonly base: Base;
  readonly value: Value;
}

/**
 * Edit something, and keep it until it is saved or discarded.
 *
 * @param name of what is edited; a draft of one person is never another's.
 * @param initial what is stored.
 * @param toValue what stands in the fields of something stored.
 * @param isEqual whether two states of the fields say the same.
 */
export function useDraft<Base, Value>(
  name: string,
  initial: Base,
  toValue: (base: Base) => Value,
  isEqual: (one: Value, other: Value) => boolean,
): Draft<Base, Value> {
  const key = `laurel.draft.1.${person()?.userId ?? ""}.${name}`;
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
      // At once, as the form may be gone before it is drawn again; what was written meanwhile is kept again then.
      sessionStorage.removeItem(key);
      setState((before) => ({ base, value: update(before.value), restored: false }));
    },
    discard: () => {
      // What was restored may have begun from something older than what is stored now.
      const base = state.restored ? initial : state.base;
      setState({ base, value: toValue(base), restored: false });
    },
  };
}

/** Warn before the tab is closed over unsaved work. On the way to sign in again it is kept, and nobody is asked. */
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
    // The tab's storage is full or switched off: it still warns before it is closed.
  }
}
