import { EventQueue, newId } from "./queue";
import type { Result } from "./delivery";
import { type Credentials, Sender, type SyncProblem } from "./sender";
import type { EventStore } from "./storage";
import { channel } from "./tabs";
import type { ProgressEvent, PendingEvent } from "./pending-events";

type OmitFields<Event> = Event extends unknown ? Omit<Event, "event_id" | "occurred_at"> : never;
/** An event as a page tells it, just when it happens. */
export type NewEvent = OmitFields<ProgressEvent>;

/** An event that counts for nothing, and the API's word for why. */
export interface RejectedEvent {
  readonly slug: string;
  readonly lessonId: string;
  readonly code: string;
}

/** What the API said of events of one course. */
export interface ProgressResponse {
  readonly slug: string;
  readonly results: readonly Result[];
}

/** How things stand between this device and the service. */
export interface SyncStatus {
  readonly state: "saved" | "saving" | SyncProblem;
  readonly pending: number;
  /** What was given up since the page opened, for people to be told. */
  readonly rejected: readonly RejectedEvent[];
}

/** One person's events, kept until the API has answered for them. Sending twice does no harm: the API merges. */
export class Outbox {
  readonly #queue: EventQueue;
  readonly #sender: Sender;
  readonly #changeListeners = new Set<() => void>();
  readonly #responseListeners = new Set<(response: ProgressResponse) => void>();
  #rejected: RejectedEvent[] = [];

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

  /** Keep something that happens now, and send it as soon as that can be. */
  async add(slug: string, newEvent: NewEvent): Promise<void> {
    const event: ProgressEvent = { ...newEvent, event_id: newId(), occurred_at: new Date().toISOString() };
    const queued = this.#queue.add({ slug, event });
    this.#notify();
    // Whatever waits for storage may wait for ever.
    if (this.isHidden()) this.flush();
    await queued;
    await this.#sender.send();
  }

  /** Find what waits from earlier visits. */
  async load(): Promise<void> {
    await this.#queue.refresh();
    this.#notify();
  }

  /** What waits for one lesson, in no order. */
  pendingFor(slug: string, lessonId: string): ProgressEvent[] {
    const events = this.#queue.all().flatMap((entry) => (entry.slug === slug ? [entry.event] : []));
    return events.filter((event) => event.lesson_id === lessonId);
  }

  /** How things stand. */
  status(): SyncStatus {
    const pending = this.#queue.all().length;
    return { state: pending === 0 ? "saved" : (this.#sender.problem ?? "saving"), pending, rejected: this.#rejected };
  }

  /** The person has been told what was given up. */
  dismissRejected(): void {
    this.#rejected = [];
    this.#notify();
  }

  /** Be told when `sync` or `waitingFor` may say something new; gives what takes the listener away. */
  onChange(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Be told what the API answers, to this tab or another; gives what takes the listener away. */
  onResponse(listener: (response: ProgressResponse) => void): () => void {
    this.#responseListeners.add(listener);
    return () => this.#responseListeners.delete(listener);
  }

  /** Send what waits: the page opens or is looked at, or the network is back. */
  async retry(): Promise<void> {
    await this.#sender.retry();
  }

  /** Send what waits at once: the page is hidden, perhaps for good. */
  flush(): void {
    this.#sender.flush();
  }

  #notify(response?: ProgressResponse): void {
    if (response) for (const listener of this.#responseListeners) listener(response);
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
