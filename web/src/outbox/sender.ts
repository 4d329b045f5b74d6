import { SessionEndedError } from "../session/session";
import { deliver, type Outcome, type Result } from "./delivery";
import type { EventQueue } from "./queue";
import { backoffMs } from "./backoff";
import { withLock } from "./tabs";
import { eventIds, nextBatch, type PendingEvent, removeEvents } from "./pending-events";

/** Access to the user's tokens. */
export interface Credentials {
  /**
   * A valid token.
   *
   * @throws SessionEndedError: the user has to sign in again.
   */
  token(): Promise<string>;
  /** The current token, for a page that cannot wait; null if there is none. */
  currentToken(): string | null;
  /** Renew a token that was rejected; resolves to whether that worked. */
  renew(): Promise<boolean>;
}

/**
 * Why events cannot be sent. `offline`: this device has no network. `unreachable`: it has one, and no response comes.
 * `busy`: the service is overloaded or failing. `ended`: the user has to sign in again.
 */
export type SyncProblem = "offline" | "unreachable" | "busy" | "ended";

/** Sends the queue, oldest events first, one course at a time, and removes acknowledged events. */
export class Sender {
  /** Why the last attempt failed; null if it did not. */
  problem: SyncProblem | null = null;
  readonly #inFlight = new Set<string>();
  #failures = 0;
  #retryAt = 0;
  #maxBatchEvents = Infinity;
  #tokenRefused = false;
  #sending = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly queue: EventQueue,
    private readonly credentials: Credentials,
    /** The name of the lock that is shared by tabs with the same queue. */
    private readonly name: string,
    private readonly callbacks: {
      readonly onChange: () => void;
      readonly onResponse: (batch: readonly PendingEvent[], results: readonly Result[]) => void;
    },
  ) {}

  /** Send batch after batch, until the queue is empty or an attempt fails. */
  async send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      let more = true;
      while (more) more = await withLock(this.name, () => this.#sendNext());
    } finally {
      this.#sending = false;
      this.callbacks.onChange();
    }
  }

  /** Try immediately, as the network may be back; not before a busy service's retry time. */
  async retry(): Promise<void> {
    if (this.problem !== "busy") this.#retryAt = 0;
    await this.send();
  }

  /** Send everything that is not in flight immediately, with the current token: the page may be unloaded. */
  flush(): void {
    const token = this.credentials.currentToken();
    if (token === null || Date.now() < this.#retryAt) return;
    let list = this.#sendable();
    while (list.length > 0) {
      const batch = nextBatch(list, this.#maxBatchEvents);
      list = removeEvents(list, eventIds(batch));
      void this.#deliver(batch, token).finally(this.callbacks.onChange);
    }
  }

  #sendable(): PendingEvent[] {
    return removeEvents(this.queue.all(), this.#inFlight);
  }

  /** Resolves to whether to continue, as do the methods below. */
  async #sendNext(): Promise<boolean> {
    await this.queue.refresh();
    this.callbacks.onChange();
    const batch = nextBatch(this.#sendable(), this.#maxBatchEvents);
    if (batch.length === 0) return false;
    if (Date.now() < this.#retryAt) return this.#scheduleRetry();
    let token: string;
    try {
      token = await this.credentials.token();
    } catch (error) {
      return error instanceof SessionEndedError ? this.#end() : this.#failWithoutResponse();
    }
    return this.#deliver(batch, token);
  }

  async #deliver(batch: readonly PendingEvent[], token: string): Promise<boolean> {
    const sent = eventIds(batch);
    for (const id of sent) this.#inFlight.add(id);
    try {
      return await this.#handle(batch, await deliver(batch, token));
    } finally {
      for (const id of sent) this.#inFlight.delete(id);
    }
  }

  async #handle(batch: readonly PendingEvent[], outcome: Outcome): Promise<boolean> {
    if (outcome.kind === "unauthorized") return this.#renew();
    this.#tokenRefused = false;
    switch (outcome.kind) {
      case "answered":
        return this.#complete(batch, outcome.results);
      case "refused":
        return this.#complete(batch, rejected(batch, outcome.code));
      case "invalid":
        // One invalid event fails its whole batch: halve the batch until it is found.
        if (batch.length === 1) return this.#complete(batch, rejected(batch, outcome.code));
        this.#maxBatchEvents = Math.ceil(batch.length / 2);
        return true;
      case "unavailable":
        return this.#fail("busy", outcome.retryAfterMs);
      case "unreachable":
        return this.#failWithoutResponse();
    }
  }

  async #complete(batch: readonly PendingEvent[], results: readonly Result[]): Promise<boolean> {
    const acknowledged = new Set(results.map((result) => result.event_id));
    if (!batch.some(({ event }) => acknowledged.has(event.event_id))) return this.#fail("busy");
    this.problem = null;
    this.#failures = 0;
    this.#retryAt = 0;
    this.#maxBatchEvents = Infinity;
    await this.queue.remove(acknowledged);
    this.callbacks.onResponse(batch, results);
    return true;
  }

  async #renew(): Promise<boolean> {
    if (this.#tokenRefused) return this.#fail("busy");
    this.#tokenRefused = true;
    try {
      return (await this.credentials.renew()) || this.#end();
    } catch {
      return this.#failWithoutResponse();
    }
  }

  #failWithoutResponse(): false {
    // Only `false` is certain: a device with a network may still not reach anything.
    return this.#fail(navigator.onLine ? "unreachable" : "offline");
  }

  #end(): false {
    this.problem = "ended";
    return false;
  }

  #fail(problem: SyncProblem, afterMs = 0): false {
    this.problem = problem;
    this.#failures += 1;
    this.#retryAt = Date.now() + backoffMs(this.#failures, afterMs);
    return this.#scheduleRetry();
  }

  #scheduleRetry(): false {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.send(), this.#retryAt - Date.now());
    return false;
  }
}

/** A rejection for each event of a batch that was refused as a whole. */
function rejected(batch: readonly PendingEvent[], code: string): Result[] {
  return batch.map(({ event }) => ({ event_id: event.event_id, status: "rejected", code }));
}
