import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { SessionEndedError, signIn } from "../session/session";

/** Data that a page loads. Previous data stays available during a reload. */
export interface Resource<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Load again in the background. */
  readonly reload: () => Promise<void>;
  /** Replace the data with a newer version from elsewhere. */
  readonly setData: (data: Data) => void;
}

/**
 * Load data for a page, and again when `key` changes.
 *
 * If the session has expired when the page opens, the user is redirected to sign in and back.
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
    // The response to an outdated request, or one that a newer response has overtaken.
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
