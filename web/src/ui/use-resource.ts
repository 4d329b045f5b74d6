import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { SessionEndedError, signIn } from "../session/session";

/** What a page has loaded, or is loading. What was there stays while it is loaded again. */
export interface Resource<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Load again, quietly. */
  readonly reload: () => Promise<void>;
  /** Put in something newer that came another way. */
  readonly setData: (data: Data) => void;
}

/**
 * Load what a page shows, and again when `key` changes.
 *
 * A session that has ended when the page opens leads through the issuer and back to this very page.
 */
export function useResource<Data>(load: () => Promise<Data>, key: string): Resource<Data> {
  const [state, setState] = useState<{ key: string; data?: Data; error?: unknown; loading: boolean }>({
    key,
    loading: true,
  });
  const latest = useRef({ load, key });
  latest.current = { load, key };
  const requests = useRef({ sent: 0, answered: 0 });

  const reload = useCallback(async () => {
    const request = latest.current;
    const number = ++requests.current.sent;
    // An answer that somebody no longer waits for, or that a newer one has overtaken.
    const isStale = () => {
      if (latest.current.key !== request.key || number < requests.current.answered) return true;
      requests.current.answered = number;
      return false;
    };
    try {
      const data = await request.load();
      if (!isStale()) setState({ key: request.key, data, loading: false });
    } catch (error) {
      if (isStale()) return;
      setState((before) => {
        if (before.data === undefined && error instanceof SessionEndedError) void signIn();
        return { ...before, key: request.key, error, loading: false };
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
    setData: (data) => setState({ key, data, loading: false }),
  };
}
