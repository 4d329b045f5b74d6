import fc from "fast-check";
import { expect, test } from "vitest";

import { ProblemError } from "../src/api/client";
import { pagesOf, type PageRequest } from "../src/ui/paging";

const busy = (status: number) => new ProblemError(status, "unavailable", "Too much to do.", {});

/** A list of so many pages, whose cursors are their numbers; some questions are answered with an error. */
function list(pages: number, errors: readonly (Error | undefined)[] = []) {
  const asked: (string | undefined)[] = [];
  const waiting = [...errors];
  const load = ({ cursor }: PageRequest) => {
    asked.push(cursor);
    const error = asked.length > 1 ? waiting.shift() : undefined;
    if (error !== undefined) return Promise.reject(error);
    const page = Number(cursor ?? 0);
    return Promise.resolve({ items: [page], next_cursor: page + 1 < pages ? String(page + 1) : null });
  };
  return { asked, load };
}

async function read(pages: AsyncGenerator<{ items: number[] }>): Promise<number[]> {
  const items = [];
  for await (const page of pages) items.push(...page.items);
  return items;
}

/** Waits for nothing, and remembers how long it was asked to. */
function clock() {
  const waited: number[] = [];
  const pause = (milliseconds: number) => {
    waited.push(milliseconds);
    return Promise.resolve();
  };
  return { waited, pause };
}

const never = () => new AbortController().signal;

test("all pages come once and in order, from wherever it goes on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.nat(11), async (count, first) => {
      const from = first % count;
      const { load } = list(count);
      const read_ = await read(pagesOf(load, from === 0 ? undefined : String(from), never(), clock().pause));
      expect(read_).toEqual(Array.from({ length: count - from }, (_, index) => from + index));
    }),
  );
});

test("there is a pause between pages, and none behind the last", async () => {
  const { waited, pause } = clock();
  await read(pagesOf(list(4).load, undefined, never(), pause));
  expect(waited).toEqual([250, 250, 250]);
});

test("somebody who stops is asked nothing more", async () => {
  const { asked, load } = list(9);
  const stopping = new AbortController();
  const items: number[] = [];
  for await (const page of pagesOf(load, undefined, stopping.signal, clock().pause)) {
    items.push(...page.items);
    if (items.length === 3) stopping.abort();
  }
  expect([items, asked.length]).toEqual([[0, 1, 2], 3]);
});

test("a page that was on its way when somebody stopped is not given", async () => {
  const stopping = new AbortController();
  const load = (): Promise<{ items: number[]; next_cursor: null }> => {
    stopping.abort();
    return Promise.reject(new DOMException("stopped", "AbortError"));
  };
  expect(await read(pagesOf(load, "7", stopping.signal, clock().pause))).toEqual([]);
});

test.each([429, 503])("a service that is too busy is asked again, each time later: %i", async (status) => {
  const { waited, pause } = clock();
  const { load } = list(3, [busy(status), busy(status), busy(status)]);
  expect(await read(pagesOf(load, undefined, never(), pause))).toEqual([0, 1, 2]);
  expect(waited).toEqual([250, 2000, 4000, 6000, 250]);
});

test("a service that stays too busy is given up", async () => {
  const errors = Array.from({ length: 4 }, () => busy(503));
  await expect(read(pagesOf(list(3, errors).load, undefined, never(), clock().pause))).rejects.toBe(errors[3]);
});

test("the first page is not waited for", async () => {
  const error = busy(503);
  const refuse = (): Promise<{ items: number[]; next_cursor: null }> => Promise.reject(error);
  const { waited, pause } = clock();
  await expect(read(pagesOf(refuse, undefined, never(), pause))).rejects.toBe(error);
  expect(waited).toEqual([]);
});

test.each([busy(403), new TypeError("no network")])(
  "what waiting does not mend is thrown at once: %s",
  async (error) => {
    const { waited, pause } = clock();
    await expect(read(pagesOf(list(3, [error]).load, undefined, never(), pause))).rejects.toBe(error);
    expect(waited).toEqual([250]);
  },
);

test("patience begins anew with every page", async () => {
  const errors = [busy(503), undefined, busy(503), busy(503), busy(503)];
  expect(await read(pagesOf(list(3, errors).load, undefined, never(), clock().pause))).toEqual([0, 1, 2]);
});
