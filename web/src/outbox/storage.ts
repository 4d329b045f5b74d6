// Where events are kept between visits: IndexedDB, a database of its own, one list for each person who uses the device.
import { createStore, get, update, type UseStore } from "idb-keyval";

import type { Waiting } from "./waiting";

/** One person's list. Every change is one transaction, so that tabs do not overwrite each other's. */
export interface Storage {
  read(): Promise<Waiting[]>;
  /** Change the list; gives what it is then. */
  change(how: (list: readonly Waiting[]) => Waiting[]): Promise<Waiting[]>;
}

let store: UseStore | undefined;

/** The list of one person, found again whenever this very person is back. */
export function storageOf(userId: string): Storage {
  const opened = () => (store ??= createStore("laurel-outbox", "waiting"));
  return {
    read: async () => (await get<Waiting[]>(userId, opened())) ?? [],
    async change(how) {
      let changed: Waiting[] = [];
      const apply = (list: Waiting[] | undefined) => (changed = how(list ?? []));
      await update<Waiting[]>(userId, apply, opened());
      return changed;
    },
  };
}
