// Which kept answers are on the screen, so that the page says of when they are, and loads them again.

/** A kept answer on the screen. */
export interface Shown {
  /** When the API gave it, in milliseconds since 1970. */
  readonly at: number;
  /** Load it again. */
  readonly reload: () => Promise<void>;
}

const shown = new Set<Shown>();
const listeners = new Set<() => void>();

/** Say that a kept answer is shown; returns the function that takes it back. */
export function showKept(answer: Shown): () => void {
  shown.add(answer);
  notify();
  return () => {
    shown.delete(answer);
    notify();
  };
}

/** The time of the oldest answer that is shown; null if none is. */
export function oldestShown(): number | null {
  return shown.size > 0 ? Math.min(...[...shown].map(({ at }) => at)) : null;
}

/** Load everything again that is shown. */
export function reloadShown(): void {
  for (const { reload } of shown) void reload();
}

/** Subscribe to changes of `oldestShown`; returns the unsubscribe function. */
export function onShownChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function notify(): void {
  for (const listener of listeners) listener();
}
