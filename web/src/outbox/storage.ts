// Where events are kept between visits: IndexedDB, a database of its own, one list for each person who uses the device.
import { createStore, get, update, type UseStore } from "idb-keyval";

import type { PendingEvent } from "./pending-events";

/** One person's list. Every change is one transaction, so that tabs do not overwrite each other's. */
export interface EventStore {
  read(): Promise<PendingEvent[]>;
  /** Change the list; gives what it is then. */
  update(transform: (list: readonly PendingEvent[]) => PendingEvent[]): Promise<PendingEvent[]>;
}

let store: UseStore | undefined;

/** The list of one person, found again whenever this very person is back. */
export function eventStore(userId: string): EventStore {
  const openStore = () => (store ??= createStore("laurel-outbox", "waiting"));
  return {
    read: async () => (await get<PendingEvent[]>(userId, openStore())) ?? [],
    async update(transform) {
      let changed: PendingEvent[] = [];
      const apply = (list: PendingEvent[] | undefined) => (changed = transform(list ?? []));
      await update<PendingEvent[]>(userId, apply, openStore());
      return changed;
    },
  };
}
