import type { Storage } from "./storage";
import { added, ids, type Waiting, without } from "./waiting";

/** The list of what waits, as this page knows it: what storage holds, and what storage does not hold (yet). */
export class Kept {
  #stored: Waiting[] = [];
  #unwritten: Waiting[] = [];

  constructor(private readonly storage: Storage) {}

  /** All that waits, as last seen. */
  all(): Waiting[] {
    return [...this.#stored, ...this.#unwritten];
  }

  /** Keep one more: at once in this page, then in storage, where it outlives the page. */
  async add(entry: Waiting): Promise<void> {
    const entries = (this.#unwritten = added(this.#unwritten, entry, newId));
    const stored = this.storage.change((list) => entries.reduce((all, one) => added(all, one, newId), [...list]));
    await this.#see(stored, ids(entries));
  }

  /** Forget those that were answered. */
  async remove(answered: ReadonlySet<string>): Promise<void> {
    this.#unwritten = without(this.#unwritten, answered);
    await this.#see(this.storage.change((list) => without(list, answered)));
  }

  /** See what other tabs have done. */
  async refresh(): Promise<void> {
    await this.#see(this.storage.read());
  }

  /** A browser that keeps nothing, or no more, is no reason to stop: what there is stays in this page. */
  async #see(stored: Promise<Waiting[]>, written: ReadonlySet<string> = new Set()): Promise<void> {
    try {
      this.#stored = await stored;
      this.#unwritten = without(this.#unwritten, written);
    } catch {
      // Sent from the page's own memory.
    }
  }
}

/** A name that no other event has. */
export function newId(): string {
  return crypto.randomUUID();
}
