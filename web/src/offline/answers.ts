// What the API answered, kept on this device so that the learner's pages open without a network. Each user's answers are
// apart, and all are removed when the user signs out.
import { clear, createStore, del, get, update, type UseStore } from "idb-keyval";

import { markedPerson } from "../session/device";
import { ARTICLES } from "./cache-names";

/** An answer of the API from an earlier visit. */
export interface KeptAnswer<Data> {
  readonly data: Data;
  /** When the API gave it, in milliseconds since 1970. */
  readonly at: number;
}

// Count it up where pages need what earlier answers lack: those are no longer found.
const SHAPE = 1;

let opened: UseStore | undefined;
const store = () => (opened ??= createStore("laurel-offline", "answers"));
const keyOf = (userId: string, name: string) => `${SHAPE} ${userId} ${name}`;

/** Keep an answer of now, in place of the one before. Without storage, nothing is kept. */
export async function keepAnswer(userId: string, name: string, data: unknown): Promise<void> {
  // In the transaction, which comes before or after the one that removes everything: no late answer outlives a sign-out.
  const keep = () => (markedPerson()?.userId === userId ? { data, at: Date.now() } : undefined);
  await update(keyOf(userId, name), keep, store()).catch(() => undefined);
}

/** The answer that was kept last; undefined if there is none. */
export async function keptAnswer<Data>(userId: string, name: string): Promise<KeptAnswer<Data> | undefined> {
  return get<KeptAnswer<Data>>(keyOf(userId, name), store()).catch(() => undefined);
}

/** Remove an answer that is not this user's to see any more. */
export async function dropAnswer(userId: string, name: string): Promise<void> {
  await del(keyOf(userId, name), store()).catch(() => undefined);
}

/** Remove everything that was kept for anybody: answers, and the articles that the service worker stored. */
export async function forgetEverything(): Promise<void> {
  await Promise.allSettled([clear(store()), "caches" in globalThis ? caches.delete(ARTICLES) : undefined]);
}
