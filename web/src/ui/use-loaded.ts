import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { SessionEndedError, signIn } from "../session/session";

/** What a page has loaded, or is loading. What was there stays while it is loaded again. */
export interface Loaded<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Load again, quietly. */
  readonly reload: () => Promise<void>;
  /** Put in something newer that came another way. */
  readonly replace: (data: Data) => void;
}

/**
 * Load what a page shows, and again when `key` changes.
 *
 * A session that has ended when the page opens leads through the issuer and back to this very page.
 */
export function useLoaded<Data>(load: () => Promise<Data>, key: string): Loaded<Data> {
  const [state, setState] = useState<{ key: string; data?: Data; error?: unknown; loading: boolean }>({
    key,
    loading: true,
  });
  const latest = useRef({ load, key });
  latest.current = { load, key };
  const asks = useRef({ made: 0, answered: 0 });

  const reload = useCallback(async () => {
    const asked = latest.current;
    const number = ++asks.current.made;
    // An answer that somebody no longer waits for, or that a newer one has overtaken.
    const isLate = () => {
      if (latest.current.key !== asked.key || number < asks.current.answered) return true;
      asks.current.answered = number;
      return false;
    };
    try {
      const data = await asked.load();
      if (!isLate()) setState({ key: asked.key, data, loading: false });
    } catch (error) {
      if (isLate()) return;
      setState((before) => {
        if (before.data === undefined && error instanceof SessionEndedError) void signIn();
        return { ...before, key: asked.key, error, loading: false };
      });
    }
  }, []);

  useEffect(() => {
    setState((before) => (before.key === key ? before : { key, loading: true }));
    void reload();
  }, [key]);

  return {
    data: state.key === key ? state.data : undefined,
    error: state.error,
    loading: state.loading || state.key !== key,
    reload,
    replace: (data) => setState({ key, data, loading: false }),
  };
}
