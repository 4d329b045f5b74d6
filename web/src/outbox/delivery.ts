// One request that reports progress, and what its answer means for what was sent.
import type { Schemas } from "../api/client";
import type { PendingEvent } from "./pending-events";

/** What became of one event. A batch that is refused as a whole adds codes of its own. */
export type Result = Omit<Schemas["ProgressResult"], "code"> & { readonly code?: string };

/** What became of a batch. */
export type Outcome =
  /** The API said of each event what became of it. */
  | { readonly kind: "answered"; readonly results: readonly Result[] }
  /** It wants none of this course's, for a reason that waiting does not mend. */
  | { readonly kind: "refused"; readonly code: string }
  /** Something in the batch cannot be read, or it is too large. */
  | { readonly kind: "unreadable"; readonly code: string }
  /** The token is no longer good. */
  | { readonly kind: "unauthorized" }
  /** It cannot answer now; `afterMs` is how long it asks to be left alone. */
  | { readonly kind: "later"; readonly retryAfterMs: number }
  /** There is no way to it. */
  | { readonly kind: "unreachable" };

// Only the API's own words take something away for good: a hotel's network answers 403 and 404 as well.
const REFUSALS = new Set(["not_enrolled", "access_ended", "course_not_found"]);
const INVALID = new Set(["invalid_request", "too_many_events", "body_too_large"]);
const TIMEOUT_MS = 30_000;

/**
 * Send events of one course.
 *
 * The request outlives its page (`keepalive`). `navigator.sendBeacon` would do so too, but cannot carry an
 * `Authorization` header. Browsers let such requests carry 64 KiB at a time, and refuse more than that.
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

/** Whether a body is small enough for a request that outlives its page; another may be under way. */
export function fitsKeepalive(body: string): boolean {
  return new TextEncoder().encode(body).length <= 30 * 1024;
}

function toOutcome(status: number, payload: Record<string, unknown>, retryAfter: string | null): Outcome {
  const code = typeof payload.code === "string" ? payload.code : "";
  if (status === 200 && Array.isArray(payload.results))
    return { kind: "answered", results: payload.results as Result[] };
  if (status === 401) return { kind: "unauthorized" };
  if (REFUSALS.has(code)) return { kind: "refused", code };
  if (INVALID.has(code)) return { kind: "unreadable", code };
  return { kind: "later", retryAfterMs: parseRetryAfter(retryAfter) };
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const payload: unknown = await response.json();
    return typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `Retry-After` says seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
function parseRetryAfter(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  const delay = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(delay) ? Math.min(Math.max(delay, 0), 3_600_000) : 0;
}
