import { channel } from "../channel";
import { EventQueue, newId } from "./queue";
import type { Result } from "./delivery";
import { type Credentials, Sender, type SyncProblem } from "./sender";
import type { EventStore } from "./storage";
import type { ProgressEvent, PendingEvent } from "./pending-events";

type OmitFields<Event> = Event extends unknown ? Omit<Event, "event_id" | "occurred_at"> : never;
/** An event as a page reports it, without ID and time. */
export type NewEvent = OmitFields<ProgressEvent>;

/** An event that the API rejected, with its error code. */
export interface RejectedEvent {
  readonly slug: string;
  readonly lessonId: string;
  readonly code: string;
}

/** The API's results for events of one course. */
export interface ProgressResponse {
  readonly slug: string;
  readonly results: readonly Result[];
}

/** Whether everything has been sent, and if not, why. */
export interface SyncStatus {
  readonly state: "saved" | "saving" | SyncProblem;
  readonly pending: number;
  /** How many events the API has recorded since the page opened, from this tab or another. */
  readonly recorded: number;
  /** Events rejected since the page opened and not dismissed yet. */
  readonly rejected: readonly RejectedEvent[];
}

/** One user's events, stored until the API has responded to them. Sending twice does no harm: the API merges them. */
export class Outbox {
  readonly #queue: EventQueue;
  readonly #sender: Sender;
  readonly #changeListeners = new Set<() => void>();
  readonly #responseListeners = new Set<(response: ProgressResponse) => void>();
  #rejected: RejectedEvent[] = [];
  #recorded = 0;

  constructor(
    readonly userId: string,
    credentials: Credentials,
    storage: EventStore,
    private readonly isHidden = () => document.visibilityState === "hidden",
  ) {
    const name = `laurel-outbox:${userId}`;
    const broadcast = channel<ProgressResponse>(
      name,
      (response) => void this.#queue.refresh().then(() => this.#notify(response)),
    );
    this.#queue = new EventQueue(storage);
    this.#sender = new Sender(this.#queue, credentials, name, {
      onChange: () => this.#notify(),
      onResponse: (batch, results) => {
        const [first] = batch;
        if (!first) return;
        this.#rejected = [...this.#rejected, ...rejected(batch, results)];
        const response = { slug: first.slug, results };
        broadcast(response);
        this.#notify(response);
      },
    });
  }

  /** Store an event that happens now, and send it as soon as possible. */
  async add(slug: string, newEvent: NewEvent): Promise<void> {
    const event: ProgressEvent = { ...newEvent, event_id: newId(), occurred_at: new Date().toISOString() };
    const queued = this.#queue.add({ slug, event });
    this.#notify();
    // A hidden page may be frozen before storage responds: send first.
    if (this.isHidden()) this.flush();
    await queued;
    await this.#sender.send();
  }

  /** Load the events of earlier visits from storage. */
  async load(): Promise<void> {
    await this.#queue.refresh();
    this.#notify();
  }

  /** The pending events of one lesson, in no particular order. */
  pendingFor(slug: string, lessonId: string): ProgressEvent[] {
    const events = this.#queue.all().flatMap((entry) => (entry.slug === slug ? [entry.event] : []));
    return events.filter((event) => event.lesson_id === lessonId);
  }

  /** The current status. */
  status(): SyncStatus {
    const pending = this.#queue.all().length;
    const state = pending === 0 ? "saved" : (this.#sender.problem ?? "saving");
    return { state, pending, recorded: this.#recorded, rejected: this.#rejected };
  }

  /** Forget the rejected events, which the user has seen. */
  dismissRejected(): void {
    this.#rejected = [];
    this.#notify();
  }

  /** Subscribe to changes of `status` and `pendingFor`; returns the unsubscribe function. */
  onChange(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Subscribe to responses of the API, in this tab or another; returns the unsubscribe function. */
  onResponse(listener: (response: ProgressResponse) => void): () => void {
    this.#responseListeners.add(listener);
    return () => this.#responseListeners.delete(listener);
  }

  /** Send pending events: the page was opened or became visible, or the network is back. */
  async retry(): Promise<void> {
    await this.#sender.retry();
  }

  /** Send pending events immediately: the page is hidden and may never come back. */
  flush(): void {
    this.#sender.flush();
  }

  #notify(response?: ProgressResponse): void {
    if (response) {
      this.#recorded += response.results.filter(({ status }) => status !== "rejected").length;
      for (const listener of this.#responseListeners) listener(response);
    }
    for (const listener of this.#changeListeners) listener();
  }
}

function rejected(batch: readonly PendingEvent[], results: readonly Result[]): RejectedEvent[] {
  const codes = new Map(
    results.flatMap(({ event_id, status, code }) => (status === "rejected" ? [[event_id, code ?? ""]] : [])),
  );
  return batch.flatMap(({ slug, event }) => {
    const code = codes.get(event.event_id);
    return code === undefined ? [] : [{ slug, lessonId: event.lesson_id, code }];
  });
}
