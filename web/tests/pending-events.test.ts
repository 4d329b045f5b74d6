import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { enqueue, nextBatch, type PendingEvent, removeEvents } from "../src/outbox/pending-events";
import { merge, type Range } from "../src/played";

let names = 0;
const newId = () => `event-${(names += 1)}`;
const at = (second: number) => new Date(1_700_000_000_000 + second * 1000).toISOString();

const ENTRY = fc
  .record({
    slug: fc.constantFrom("bread", "bees"),
    lesson: fc.constantFrom("one", "two", "three"),
    second: fc.integer({ min: 0, max: 1000 }),
    played: fc.array(fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 1, max: 5 })), { maxLength: 60 }),
    isPlayback: fc.boolean(),
  })
  .map(({ slug, lesson, second, played, isPlayback }): PendingEvent => {
    const about = { event_id: newId(), lesson_id: lesson, occurred_at: at(second) };
    const ranges = merge(played.map(([start, length]): Range => [start, start + length]));
    const playback = { ...about, type: "playback" as const, position_seconds: second, played: ranges };
    return { slug, event: isPlayback ? playback : { ...about, type: "completed" } };
  });

const keep = (entries: readonly PendingEvent[]) =>
  entries.reduce<PendingEvent[]>((list, entry) => enqueue(list, entry, newId), []);
const of = (list: readonly PendingEvent[], like: PendingEvent) =>
  list.filter(({ slug, event }) => slug === like.slug && event.lesson_id === like.event.lesson_id && event.type === like.event.type); // prettier-ignore
const played = (list: readonly PendingEvent[]) =>
  merge(...list.map(({ event }) => (event.type === "playback" ? event.played : [])));
const newest = (list: readonly PendingEvent[]) =>
  list
    .map(({ event }) => event.occurred_at)
    .sort()
    .at(-1);

describe("what waits to be sent", () => {
  test("says of each lesson what all its events said, in as few", () => {
    fc.assert(
      fc.property(fc.array(ENTRY, { maxLength: 25 }), (entries) => {
        const list = keep(entries);
        for (const entry of entries) {
          const before = of(entries, entry);
          const after = of(list, entry);
          expect(played(after)).toEqual(played(before));
          expect(newest(after)).toBe(newest(before));
          expect(after.length).toBeLessThanOrEqual(Math.max(1, Math.ceil(played(before).length / 100)));
          for (const { event } of after) {
            expect(event.occurred_at).toBe(newest(before));
            if (event.type === "playback") {
              expect(event.played.length).toBeLessThanOrEqual(100);
              expect(at(event.position_seconds)).toBe(newest(before));
            }
          }
        }
        expect(new Set(list.map(({ event }) => event.event_id)).size).toBe(list.length);
      }),
    );
  });

  test("has a new name once something was added to it, so that an answer for the old takes away the old alone", () => {
    const entry = (name: string, start: number): PendingEvent => ({
      slug: "bread",
      event: { event_id: name, lesson_id: "one", type: "playback", occurred_at: at(start), position_seconds: start, played: [[start, start + 1]] }, // prettier-ignore
    });
    // Clocks may be set back.
    const list = keep([entry("sent", 5), entry("later", 1)]);
    expect(removeEvents(list, new Set(["sent"]))).toEqual(list);
    expect(played(list)).toEqual([[1, 2], [5, 6]]); // prettier-ignore
  });

  test("has no event with more ranges than a hundred", () => {
    const list = keep(
      [0, 1].map((half) => {
        const ranges = Array.from({ length: 125 }, (_, place): Range => [
          4 * place + 2 * half,
          4 * place + 2 * half + 1,
        ]);
        return { slug: "long", event: { event_id: newId(), lesson_id: "one", type: "playback", occurred_at: at(half), position_seconds: 3, played: ranges } }; // prettier-ignore
      }),
    );
    expect(list.map(({ event }) => event.type === "playback" && event.played.length)).toEqual([100, 100, 50]);
    expect(played(list).length).toBe(250);
  });

  test("is sent oldest first, of one course, a hundred at most", () => {
    fc.assert(
      fc.property(fc.array(ENTRY, { maxLength: 150 }), fc.integer({ min: 1, max: 200 }), (list, most) => {
        const batch = nextBatch(list, most);
        const times = batch.map(({ event }) => event.occurred_at);
        expect(times).toEqual([...times].sort());
        expect(new Set(batch.map(({ slug }) => slug)).size).toBe(Math.min(1, list.length));
        expect(batch[0]?.event.occurred_at).toBe([...list.map(({ event }) => event.occurred_at)].sort()[0]);
        const sameCourse = list.filter(({ slug }) => slug === batch[0]?.slug);
        expect(batch.length).toBe(Math.min(most, 100, sameCourse.length));
      }),
    );
  });

  test("is bounded, and gives up the oldest first", () => {
    const lessons = Array.from({ length: 2100 }, (_, number): PendingEvent => ({
      slug: "long",
      event: { event_id: newId(), lesson_id: `lesson-${number}`, type: "completed", occurred_at: at(number) },
    }));
    const list = keep(lessons);
    expect(list.length).toBe(2000);
    expect(list.at(-1)?.event.lesson_id).toBe("lesson-2099");
    expect(list[0]?.event.lesson_id).toBe("lesson-100");
  });
});
