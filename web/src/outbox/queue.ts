import type { EventStore } from "./storage";
import { enqueue, eventIds, type PendingEvent, removeEvents } from "./pending-events";

/** The list of what waits, as this page knows it: what storage holds, and what storage does not hold (yet). */
export class EventQueue {
  #stored: PendingEvent[] = [];
  #unsaved: PendingEvent[] = [];

  constructor(private readonly storage: EventStore) {}

  /** All that waits, as last seen. */
  all(): PendingEvent[] {
    return [...this.#stored, ...this.#unsaved];
  }

  /** Keep one more: at once in this page, then in storage, where it outlives the page. */
  async add(added: PendingEvent): Promise<void> {
    const entries = (this.#unsaved = enqueue(this.#unsaved, added, newId));
    const stored = this.storage.update((list) => entries.reduce((all, one) => enqueue(all, one, newId), [...list]));
    await this.#sync(stored, eventIds(entries));
  }

  /** Forget those that were answered. */
  async remove(acknowledged: ReadonlySet<string>): Promise<void> {
    this.#unsaved = removeEvents(this.#unsaved, acknowledged);
    await this.#sync(this.storage.update((list) => removeEvents(list, acknowledged)));
  }

  /** See what other tabs have done. */
  async refresh(): Promise<void> {
    await this.#sync(this.storage.read());
  }

  /** A browser that keeps nothing, or no more, is no reason to stop: what there is stays in this page. */
  async #sync(stored: Promise<PendingEvent[]>, saved: ReadonlySet<string> = new Set()): Promise<void> {
    try {
      this.#stored = await stored;
      this.#unsaved = removeEvents(this.#unsaved, saved);
    } catch {
      // Sent from the page's own memory.
    }
  }
}

/** A name that no other event has. */
export function newId(): string {
  return crypto.randomUUID();
}
