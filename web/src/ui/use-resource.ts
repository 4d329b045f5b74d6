import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { ProblemError } from "../api/client";
import { dropAnswer, keepAnswer, keptAnswer, type KeptAnswer } from "../offline/answers";
import { showKept } from "../offline/shown";
import { person, SessionEndedError, signIn } from "../session/session";

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

interface State<Data> {
  readonly key: string;
  readonly data?: Data;
  readonly error?: unknown;
  readonly loading: boolean;
  /** When the API gave the data, in milliseconds since 1970, if it is of an earlier visit. */
  readonly keptAt?: number;
}

/**
 * Load data for a page, and again when `key` changes.
 *
 * If the session has expired when the page opens, the user is redirected to sign in and back.
 *
 * @param keepAs the name under which the data is kept on this device for this user, to open the page without a network;
 *   data without a name is not kept.
 */
export function useResource<Data>(load: () => Promise<Data>, key: string, keepAs?: string): Resource<Data> {
  const [state, setState] = useState<State<Data>>({ key, loading: true });
  const latest = useRef({ load, key, keepAs });
  latest.current = { load, key, keepAs };
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
      if (request.keepAs !== undefined) void keepAnswer(person()?.userId ?? "", request.keepAs, data);
      if (!isStale()) setState({ key: request.key, data, loading: false });
    } catch (error) {
      const kept = await keptInstead<Data>(error, request.keepAs);
      if (isStale()) return;
      setState((before) => {
        if (kept && (before.data === undefined || before.keptAt !== undefined))
          return { key: request.key, data: kept.data, keptAt: kept.at, loading: false };
        if (before.data === undefined && error instanceof SessionEndedError) void signIn();
        return { ...before, key: request.key, error, loading: false };
      });
    }
  }, []);

  useEffect(() => {
    setState((before) => (before.key === key ? before : { key, loading: true }));
    void reload();
  }, [key]);
  const keptAt = state.key === key ? state.keptAt : undefined;
  useEffect(() => (keptAt === undefined ? undefined : showKept({ at: keptAt, reload })), [keptAt]);

  return {
    data: state.key === key ? state.data : undefined,
    error: state.error,
    loading: state.loading || state.key !== key,
    reload,
    // Part of the data may still be of an earlier visit.
    setData: (data) =>
      setState((before) => ({
        key,
        data,
        loading: false,
        ...(before.key === key && before.keptAt !== undefined ? { keptAt: before.keptAt } : {}),
      })),
  };
}

const FORBIDDEN = 403;
const NOT_FOUND = 404;

/** What was kept, if the network is why the data could not be loaded; what the user may no longer see is removed. */
async function keptInstead<Data>(error: unknown, keepAs: string | undefined): Promise<KeptAnswer<Data> | undefined> {
  const userId = person()?.userId;
  if (keepAs === undefined || userId === undefined) return undefined;
  if (error instanceof TypeError) return keptAnswer<Data>(userId, keepAs);
  if (error instanceof ProblemError && [FORBIDDEN, NOT_FOUND].includes(error.status)) await dropAnswer(userId, keepAs);
  return undefined;
}
