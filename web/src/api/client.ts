// Calls of the API, typed by the project's own OpenAPI document: a change of the contract breaks the build.
import createClient, { type Middleware } from "openapi-fetch";

import { accessToken, renew, SessionEndedError } from "../session/session";
import type { components, paths } from "./schema.gen";

export type Schemas = components["schemas"];

/** What the API says when it does not do what it was asked (RFC 9457). */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    /** A stable word of the contract. */
    readonly code: string,
    /** What happened, for people. */
    readonly detail: string,
    /** The whole document; some codes add properties. */
    readonly document: Readonly<Record<string, unknown>>,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}

const UNAUTHORIZED = 401;

/** Every call is made under a token, and made again once when the API says that it was too old. */
const authorization: Middleware = {
  async onRequest({ request }) {
    request.headers.set("authorization", `Bearer ${await accessToken()}`);
    return request;
  },
};

export const api = createClient<paths>({
  fetch: async (request) => {
    const retry = request.clone();
    const response = await fetch(request);
    if (response.status !== UNAUTHORIZED) return response;
    if (!(await renew())) throw new SessionEndedError("the session has ended");
    retry.headers.set("authorization", `Bearer ${await accessToken()}`);
    return fetch(retry);
  },
});
api.use(authorization);

interface ApiResult<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * What a call answers, when it succeeds.
 *
 * @throws ProblemError: the API refused. SessionEndedError: it needs a new sign-in. TypeError: no network.
 */
export async function unwrap<Data>(call: Promise<ApiResult<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call;
  if (response.ok && data !== undefined && data !== null) return data;
  throw problemOf(response.status, error);
}

function problemOf(status: number, body: unknown): ProblemError {
  const document = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string, fallback: string) => (typeof document[name] === "string" ? document[name] : fallback);
  return new ProblemError(
    status,
    text("code", "error"),
    text("detail", text("message", `The service answered ${status}.`)),
    document,
  );
}
