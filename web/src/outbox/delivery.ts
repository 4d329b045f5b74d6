// One request that reports progress, and the interpretation of its response.
import type { Schemas } from "../api/client";
import type { PendingEvent } from "./pending-events";

/** The result of one event. A batch that is refused as a whole adds codes of its own. */
export type Result = Omit<Schemas["ProgressResult"], "code"> & { readonly code?: string };

/** The outcome of a batch. */
export type Outcome =
  /** The API responded with a result for each event. */
  | { readonly kind: "answered"; readonly results: readonly Result[] }
  /** The API refuses events of this course permanently. */
  | { readonly kind: "refused"; readonly code: string }
  /** The batch contains an invalid event, or is too large. */
  | { readonly kind: "invalid"; readonly code: string }
  /** The token is no longer valid. */
  | { readonly kind: "unauthorized" }
  /** The service cannot accept events now; `retryAfterMs` is from its `Retry-After` header. */
  | { readonly kind: "unavailable"; readonly retryAfterMs: number }
  /** Network error. */
  | { readonly kind: "unreachable" };

// Only the API's own error codes discard events: captive portals respond with 403 and 404, too.
const REFUSALS = new Set(["not_enrolled", "access_ended", "course_not_found"]);
const INVALID = new Set(["invalid_request", "too_many_events", "body_too_large"]);
const TIMEOUT_MS = 30_000;

/**
 * Send events of one course.
 *
 * The request survives the page (`keepalive`). `navigator.sendBeacon` would as well, but cannot send an `Authorization`
 * header. Browsers limit the bodies of such requests to 64 KiB in total.
 */
export async function deliver(batch: readonly PendingEvent[], token: string): Promise<Outcome> {
  const slug = encodeURIComponent(batch[0]?.slug ?? "");
  const body = JSON.stringify({ events: batch.map(({ event }) => event) });
  let response: Response;
  try {
    response = await fetch(`/my-courses/${slug}/progress`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body,
      keepalive: fitsKeepalive(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return { kind: "unreachable" };
  }
  return toOutcome(response.status, await readJson(response), response.headers.get("retry-after"));
}

/** Whether a body is small enough for `keepalive`, leaving room for another request in flight. */
export function fitsKeepalive(body: string): boolean {
  return new TextEncoder().encode(body).length <= 30 * 1024;
}

function toOutcome(status: number, payload: Record<string, unknown>, retryAfter: string | null): Outcome {
  const code = typeof payload.code === "string" ? payload.code : "";
  if (status === 200 && Array.isArray(payload.results))
    return { kind: "answered", results: payload.results as Result[] };
  if (status === 401) return { kind: "unauthorized" };
  if (REFUSALS.has(code)) return { kind: "refused", code };
  if (INVALID.has(code)) return { kind: "invalid", code };
  return { kind: "unavailable", retryAfterMs: parseRetryAfter(retryAfter) };
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const payload: unknown = await response.json();
    return typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `Retry-After` in milliseconds; the header contains seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
function parseRetryAfter(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  const delay = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(delay) ? Math.min(Math.max(delay, 0), 3_600_000) : 0;
}
