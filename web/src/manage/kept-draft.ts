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
  readonly settle: (base: Base, update: (value: Value) => Value) => void;
  /** Go back to what is stored. */
  readonly discard: () => void;
}

interface Kept<Base, Value> {
  readonly base: Base;
  readonly value: Value;
}

/**
 * Edit something, and keep it until it is saved or discarded.
 *
 * @param name of what is edited; a draft of one person is never another's.
 * @param opened what is stored.
 * @param fieldsOf what stands in the fields of something stored.
 * @param isSame whether two states of the fields say the same.
 */
export function useKeptDraft<Base, Value>(
  name: string,
  opened: Base,
  fieldsOf: (base: Base) => Value,
  isSame: (one: Value, other: Value) => boolean,
): Draft<Base, Value> {
  const key = `laurel.draft.1.${person()?.userId ?? ""}.${name}`;
  const [state, setState] = useState(() => {
    const found = read<Base, Value>(key);
    return found ? { ...found, restored: true } : { base: opened, value: fieldsOf(opened), restored: false };
  });
  const changed = !isSame(fieldsOf(state.base), state.value);
  useEffect(() => {
    if (changed) keep(key, { base: state.base, value: state.value });
    else sessionStorage.removeItem(key);
  }, [key, changed, state]);
  useWarning(changed);
  return {
    base: state.base,
    value: state.value,
    restored: state.restored && changed,
    changed,
    change: (update) => setState((before) => ({ ...before, value: update(before.value) })),
    settle: (base, update) => {
      // At once, as the form may be gone before it is drawn again; what was written meanwhile is kept again then.
      sessionStorage.removeItem(key);
      setState((before) => ({ base, value: update(before.value), restored: false }));
    },
    discard: () => {
      // What was restored may have begun from something older than what is stored now.
      const base = state.restored ? opened : state.base;
      setState({ base, value: fieldsOf(base), restored: false });
    },
  };
}

/** Warn before the tab is closed over unsaved work. On the way to sign in again it is kept, and nobody is asked. */
function useWarning(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => {
      if (!hasEnded()) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [changed]);
}

function read<Base, Value>(key: string): Kept<Base, Value> | null {
  const text = sessionStorage.getItem(key);
  return text === null ? null : (JSON.parse(text) as Kept<Base, Value>);
}

function keep(key: string, kept: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // The tab's storage is full or switched off: it still warns before it is closed.
  }
}
