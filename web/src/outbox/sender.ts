import { SessionEndedError } from "../session/session";
import { deliver, type Outcome, type Result } from "./delivery";
import type { Kept } from "./kept";
import { pauseMs } from "./pauses";
import { withLock } from "./tabs";
import { ids, nextBatch, type Waiting, without } from "./waiting";

/** Whose token the events are sent under. */
export interface Credentials {
  /**
   * A good token.
   *
   * @throws SessionEndedError: there is none without a new sign-in.
   */
  token(): Promise<string>;
  /** The one at hand, for a page that cannot wait; null when there is none. */
  tokenNow(): string | null;
  /** Get a new one in place of one that was refused; whether that worked. */
  renew(): Promise<boolean>;
}

/** What is in the way. `busy`: the service cannot take more now. `ended`: somebody has to sign in first. */
export type Trouble = "offline" | "busy" | "ended";

/** Sends what is kept, oldest first, a course at a time, and takes away what was answered. */
export class Sender {
  /** What keeps the last events from being sent, if anything does. */
  trouble: Trouble | null = null;
  readonly #underWay = new Set<string>();
  #failures = 0;
  #notBefore = 0;
  #mostEvents = Infinity;
  #tokenRefused = false;
  #sending = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly kept: Kept,
    private readonly credentials: Credentials,
    /** Tabs that send the same events go by the same name. */
    private readonly name: string,
    private readonly told: {
      readonly changed: () => void;
      readonly answered: (batch: readonly Waiting[], results: readonly Result[]) => void;
    },
  ) {}

  /** Send what waits, batch after batch, until nothing does or something is in the way. */
  async send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      let more = true;
      while (more) more = await withLock(this.name, () => this.#sendNext());
    } finally {
      this.#sending = false;
      this.told.changed();
    }
  }

  /** The network is back, perhaps, or somebody looks at the page: try at once, unless the service asked for a pause. */
  async wake(): Promise<void> {
    if (this.trouble !== "busy") this.#notBefore = 0;
    await this.send();
  }

  /** The page is hidden, perhaps for good: send at once, under the token at hand, what is not under way. */
  leave(): void {
    const token = this.credentials.tokenNow();
    if (token === null || Date.now() < this.#notBefore) return;
    let list = this.#ready();
    while (list.length > 0) {
      const batch = nextBatch(list, this.#mostEvents);
      list = without(list, ids(batch));
      void this.#deliver(batch, token).finally(this.told.changed);
    }
  }

  #ready(): Waiting[] {
    return without(this.kept.all(), this.#underWay);
  }

  /** Gives whether to go on, as all below do. */
  async #sendNext(): Promise<boolean> {
    await this.kept.refresh();
    this.told.changed();
    const batch = nextBatch(this.#ready(), this.#mostEvents);
    if (batch.length === 0) return false;
    if (Date.now() < this.#notBefore) return this.#tryAgain();
    let token: string;
    try {
      token = await this.credentials.token();
    } catch (error) {
      return error instanceof SessionEndedError ? this.#end() : this.#fail("offline");
    }
    return this.#deliver(batch, token);
  }

  async #deliver(batch: readonly Waiting[], token: string): Promise<boolean> {
    const sent = ids(batch);
    for (const id of sent) this.#underWay.add(id);
    try {
      return await this.#settle(batch, await deliver(batch, token));
    } finally {
      for (const id of sent) this.#underWay.delete(id);
    }
  }

  async #settle(batch: readonly Waiting[], outcome: Outcome): Promise<boolean> {
    if (outcome.kind === "unauthorized") return this.#renew();
    this.#tokenRefused = false;
    switch (outcome.kind) {
      case "answered":
        return this.#finish(batch, outcome.results);
      case "refused":
        return this.#finish(batch, rejected(batch, outcome.code));
      case "unreadable":
        // One that cannot be read spoils its batch: halves of the batch tell which one it is.
        if (batch.length === 1) return this.#finish(batch, rejected(batch, outcome.code));
        this.#mostEvents = Math.ceil(batch.length / 2);
        return true;
      case "later":
        return this.#fail("busy", outcome.afterMs);
      case "unreachable":
        return this.#fail("offline");
    }
  }

  async #finish(batch: readonly Waiting[], results: readonly Result[]): Promise<boolean> {
    const answered = new Set(results.map((result) => result.event_id));
    if (!batch.some(({ event }) => answered.has(event.event_id))) return this.#fail("busy");
    this.trouble = null;
    this.#failures = 0;
    this.#notBefore = 0;
    this.#mostEvents = Infinity;
    await this.kept.remove(answered);
    this.told.answered(batch, results);
    return true;
  }

  async #renew(): Promise<boolean> {
    if (this.#tokenRefused) return this.#fail("busy");
    this.#tokenRefused = true;
    try {
      return (await this.credentials.renew()) || this.#end();
    } catch {
      return this.#fail("offline");
    }
  }

  #end(): false {
    this.trouble = "ended";
    return false;
  }

  #fail(trouble: Trouble, afterMs = 0): false {
    this.trouble = trouble;
    this.#failures += 1;
    this.#notBefore = Date.now() + pauseMs(this.#failures, afterMs);
    return this.#tryAgain();
  }

  #tryAgain(): false {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.send(), this.#notBefore - Date.now());
    return false;
  }
}

/** What the API would say of each event, had it not refused all of them. */
function rejected(batch: readonly Waiting[], code: string): Result[] {
  return batch.map(({ event }) => ({ event_id: event.event_id, status: "rejected", code }));
}
