import { Kept, newId } from "./kept";
import type { Result } from "./delivery";
import { type Credentials, Sender, type Trouble } from "./sender";
import type { Storage } from "./storage";
import { channel } from "./tabs";
import type { ProgressEvent, Waiting } from "./waiting";

type Without<Event> = Event extends unknown ? Omit<Event, "event_id" | "occurred_at"> : never;
/** An event as a page tells it, just when it happens. */
export type Happened = Without<ProgressEvent>;

/** An event that counts for nothing, and the API's word for why. */
export interface Dropped {
  readonly slug: string;
  readonly lessonId: string;
  readonly code: string;
}

/** What the API said of events of one course. */
export interface Answer {
  readonly slug: string;
  readonly results: readonly Result[];
}

/** How things stand between this device and the service. */
export interface Sync {
  readonly state: "saved" | "saving" | Trouble;
  readonly waiting: number;
  /** What was given up since the page opened, for people to be told. */
  readonly dropped: readonly Dropped[];
}

/** One person's events, kept until the API has answered for them. Sending twice does no harm: the API merges. */
export class Outbox {
  readonly #kept: Kept;
  readonly #sender: Sender;
  readonly #changed = new Set<() => void>();
  readonly #answered = new Set<(answer: Answer) => void>();
  #dropped: Dropped[] = [];

  constructor(
    readonly userId: string,
    credentials: Credentials,
    storage: Storage,
    private readonly hidden = () => document.visibilityState === "hidden",
  ) {
    const name = `laurel-outbox:${userId}`;
    const tellTabs = channel<Answer>(name, (answer) => void this.#kept.refresh().then(() => this.#tell(answer)));
    this.#kept = new Kept(storage);
    this.#sender = new Sender(this.#kept, credentials, name, {
      changed: () => this.#tell(),
      answered: (batch, results) => {
        const [first] = batch;
        if (!first) return;
        this.#dropped = [...this.#dropped, ...dropped(batch, results)];
        const answer = { slug: first.slug, results };
        tellTabs(answer);
        this.#tell(answer);
      },
    });
  }

  /** Keep something that happens now, and send it as soon as that can be. */
  async add(slug: string, happened: Happened): Promise<void> {
    const event: ProgressEvent = { ...happened, event_id: newId(), occurred_at: new Date().toISOString() };
    const kept = this.#kept.add({ slug, event });
    this.#tell();
    // Whatever waits for storage may wait for ever.
    if (this.hidden()) this.leave();
    await kept;
    await this.#sender.send();
  }

  /** Find what waits from earlier visits. */
  async read(): Promise<void> {
    await this.#kept.refresh();
    this.#tell();
  }

  /** What waits for one lesson, in no order. */
  waitingFor(slug: string, lessonId: string): ProgressEvent[] {
    const events = this.#kept.all().flatMap((entry) => (entry.slug === slug ? [entry.event] : []));
    return events.filter((event) => event.lesson_id === lessonId);
  }

  /** How things stand. */
  sync(): Sync {
    const waiting = this.#kept.all().length;
    return { state: waiting === 0 ? "saved" : (this.#sender.trouble ?? "saving"), waiting, dropped: this.#dropped };
  }

  /** The person has been told what was given up. */
  forgetDropped(): void {
    this.#dropped = [];
    this.#tell();
  }

  /** Be told when `sync` or `waitingFor` may say something new; gives what takes the listener away. */
  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Be told what the API answers, to this tab or another; gives what takes the listener away. */
  onAnswer(listener: (answer: Answer) => void): () => void {
    this.#answered.add(listener);
    return () => this.#answered.delete(listener);
  }

  /** Send what waits: the page opens or is looked at, or the network is back. */
  async wake(): Promise<void> {
    await this.#sender.wake();
  }

  /** Send what waits at once: the page is hidden, perhaps for good. */
  leave(): void {
    this.#sender.leave();
  }

  #tell(answer?: Answer): void {
    if (answer) for (const listener of this.#answered) listener(answer);
    for (const listener of this.#changed) listener();
  }
}

function dropped(batch: readonly Waiting[], results: readonly Result[]): Dropped[] {
  const codes = new Map(
    results.flatMap(({ event_id, status, code }) => (status === "rejected" ? [[event_id, code ?? ""]] : [])),
  );
  return batch.flatMap(({ slug, event }) => {
    const code = codes.get(event.event_id);
    return code === undefined ? [] : [{ slug, lessonId: event.lesson_id, code }];
  });
}
