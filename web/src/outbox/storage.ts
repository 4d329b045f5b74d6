// Storage of events in IndexedDB: a separate database, with one list for each user of the device.
import { createStore, get, update, type UseStore } from "idb-keyval";

import type { PendingEvent } from "./pending-events";

/** One user's list. Every update is one transaction, so that tabs do not overwrite each other's changes. */
export interface EventStore {
  read(): Promise<PendingEvent[]>;
  /** Transform the list; resolves to the new list. */
  update(transform: (list: readonly PendingEvent[]) => PendingEvent[]): Promise<PendingEvent[]>;
}

let store: UseStore | undefined;

/** The list of one user. */
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
