// The API client, typed by the project's own OpenAPI document: an incompatible change of the contract breaks the build.
import createClient, { type Middleware } from "openapi-fetch";

import { accessToken, renew, SessionEndedError } from "../session/session";
import { t } from "../texts/texts";
import type { components, paths } from "./schema.gen";

export type Schemas = components["schemas"];

/** A problem document, as the API responds when it refuses a request (RFC 9457). */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    /** The contract's stable error code. */
    readonly code: string,
    /** What happened, as a sentence to display. */
    readonly detail: string,
    /** The whole problem document; some codes add properties. */
    readonly document: Readonly<Record<string, unknown>>,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}

const UNAUTHORIZED = 401;

/** Every request carries an access token; a 401 response renews it and repeats the request once. */
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
    if (!(await renew())) throw new SessionEndedError("the session has expired");
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
 * The body of a successful response.
 *
 * @throws ProblemError: the API refused the request. SessionEndedError: the user has to sign in again. TypeError: no network.
 */
export async function unwrap<Data>(call: Promise<ApiResult<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call;
  if (response.ok && data !== undefined && data !== null) return data;
  throw problemOf(response.status, error);
}

/** The error that a response with a problem document stands for. */
export function problemOf(status: number, body: unknown): ProblemError {
  const document = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string, fallback: string) => (typeof document[name] === "string" ? document[name] : fallback);
  return new ProblemError(
    status,
    text("code", "error"),
    text("detail", text("message", t("error.status", { status }))),
    document,
  );
}
