import type { EventStore } from "./storage";
import { enqueue, eventIds, type PendingEvent, removeEvents } from "./pending-events";

/** The pending events as this page knows them: those in storage, and those not stored yet. */
export class EventQueue {
  #stored: PendingEvent[] = [];
  #unsaved: PendingEvent[] = [];

  constructor(private readonly storage: EventStore) {}

  /** All pending events, as of the last read. */
  all(): PendingEvent[] {
    return [...this.#stored, ...this.#unsaved];
  }

  /** Add an event: immediately in memory, then in storage, where it survives the page. */
  async add(added: PendingEvent): Promise<void> {
    const entries = (this.#unsaved = enqueue(this.#unsaved, added, newId));
    const stored = this.storage.update((list) => entries.reduce((all, one) => enqueue(all, one, newId), [...list]));
    await this.#sync(stored, eventIds(entries));
  }

  /** Remove acknowledged events. */
  async remove(acknowledged: ReadonlySet<string>): Promise<void> {
    this.#unsaved = removeEvents(this.#unsaved, acknowledged);
    await this.#sync(this.storage.update((list) => removeEvents(list, acknowledged)));
  }

  /** Read again, as other tabs may have changed the list. */
  async refresh(): Promise<void> {
    await this.#sync(this.storage.read());
  }

  /** Without working storage, such as in private windows, events stay in memory. */
  async #sync(stored: Promise<PendingEvent[]>, saved: ReadonlySet<string> = new Set()): Promise<void> {
    try {
      this.#stored = await stored;
      this.#unsaved = removeEvents(this.#unsaved, saved);
    } catch {
      // Events are sent from memory.
    }
  }
}

/** A unique event ID. */
export function newId(): string {
  return crypto.randomUUID();
}
