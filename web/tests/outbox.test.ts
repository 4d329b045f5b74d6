import "fake-indexeddb/auto";

import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { type ProgressResponse, type NewEvent, Outbox } from "../src/outbox/outbox";
import type { Credentials } from "../src/outbox/sender";
import { type EventStore, eventStore } from "../src/outbox/storage";
import { merge, type Range } from "../src/played";
import { SessionEndedError } from "../src/session/session";
import { FakeService, type Mood } from "./fake-service";

const SLUG = "bees";
const HOUR_MS = 3_600_000;
let service: FakeService;
let people = 0;

const signedIn = (token: string): Credentials => ({
  token: () => Promise.resolve(token),
  currentToken: () => token,
  renew: () => Promise.resolve(false),
});
const signedOut: Credentials = {
  token: () => Promise.reject(new SessionEndedError("sign in first")),
  currentToken: () => null,
  renew: () => Promise.resolve(false),
};

/** Somebody whom no other test knows. */
function somebody(): string {
  return `person-${(people += 1)}`;
}

function open(
  userId = somebody(),
  { credentials = signedIn(userId), storage = eventStore(userId), hidden = false } = {},
) {
  const outbox = new Outbox(userId, credentials, storage, () => hidden);
  const answers: ProgressResponse[] = [];
  outbox.onResponse((answer) => answers.push(answer));
  return { outbox, answers, userId };
}

function playback(start: number, end: number, lesson = "one"): NewEvent {
  return { type: "playback", lesson_id: lesson, position_seconds: end, played: [[start, end]] };
}

/** Let everything that waits for nothing but its turn have it. */
async function turns(count = 40) {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  }
}

async function pass(milliseconds: number) {
  vi.advanceTimersByTime(milliseconds);
  await turns();
}

/** One at a time, as Web Locks do it. */
function locks() {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, _options: object, work: () => Promise<unknown>) => (last = last.then(work, work));
  return { request: vi.fn(request) };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  service = new FakeService();
  vi.stubGlobal("fetch", service.fetch);
  vi.stubGlobal("navigator", { locks: locks() });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("an outbox", () => {
  test("sends at once, under its person's token, and forgets what was answered", async () => {
    const { outbox, answers, userId } = open();
    await outbox.add(SLUG, playback(0, 15));
    expect(service.requests).toMatchObject([{ slug: SLUG, token: userId, keepalive: true }]);
    expect(service.lesson(SLUG, "one")).toMatchObject({ played: [[0, 15]], position: 15 });
    expect(outbox.status()).toEqual({ state: "saved", pending: 0, recorded: 1, rejected: [] });
    expect(answers).toMatchObject([{ slug: SLUG, results: [{ status: "recorded" }] }]);
    expect(await eventStore(userId).read()).toEqual([]);
  });

  test("keeps what cannot be sent, for the next visit", async () => {
    service.moods = ["unreachable"];
    const { outbox, userId } = open();
    await outbox.add(SLUG, playback(0, 15));
    expect(outbox.status()).toMatchObject({ state: "offline", pending: 1 });
    const { outbox: next } = open(userId);
    await next.retry();
    expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 15]]);
    expect(next.status().state).toBe("saved");
  });

  test("sends again when the network is back, at once", async () => {
    service.moods = ["unreachable"];
    const { outbox } = open();
    await outbox.add(SLUG, playback(0, 15));
    await outbox.retry();
    expect(outbox.status().state).toBe("saved");
  });

  test("sends again by itself, after pauses that grow", async () => {
    service.moods = Array<Mood>(6).fill({ status: 503 });
    const { outbox } = open();
    const times: number[] = [];
    vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
      times.push(Date.now());
      return service.fetch(address, init);
    });
    await outbox.add(SLUG, playback(0, 15));
    expect(outbox.status().state).toBe("busy");
    for (let second = 0; second < 300; second += 1) await pass(1000);
    expect(outbox.status().state).toBe("saved");
    const pauses = times.slice(1).map((time, place) => time - (times[place] ?? 0));
    expect(pauses.length).toBe(6);
    pauses.forEach((pause, place) => {
      // Timers are looked at once a second.
      expect(pause).toBeGreaterThanOrEqual(1000 * 2 ** place);
      expect(pause).toBeLessThanOrEqual(2000 * 2 ** place + 1000);
    });
  });

  test("leaves the service alone for as long as it asks, whoever looks at the page meanwhile", async () => {
    service.moods = [{ status: 429, code: "too_many_requests", headers: { "retry-after": "60" } }];
    const { outbox } = open();
    await outbox.add(SLUG, playback(0, 15));
    await outbox.retry();
    await outbox.add(SLUG, playback(15, 20));
    outbox.flush();
    await pass(59_000);
    expect(service.requests.length).toBe(1);
    await pass(4_000);
    expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 20]]);
  });

  test("gives up an event that is rejected, says why, and sends the others", async () => {
    service.reject = (event) => (event.lesson_id === "two" ? "lesson_not_found" : undefined);
    const { outbox } = open();
    service.moods = ["unreachable"];
    await outbox.add(SLUG, playback(0, 15, "two"));
    await outbox.add(SLUG, playback(0, 15, "one"));
    await outbox.retry();
    expect(outbox.status()).toMatchObject({
      state: "saved",
      rejected: [{ slug: SLUG, lessonId: "two", code: "lesson_not_found" }],
    });
    expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 15]]);
    outbox.dismissRejected();
    expect(outbox.status().rejected).toEqual([]);
  });

  test("counts what was recorded, without what was rejected", async () => {
    service.reject = (event) => (event.lesson_id === "two" ? "lesson_not_found" : undefined);
    const { outbox } = open();
    await outbox.add(SLUG, playback(0, 15, "two"));
    expect(outbox.status()).toMatchObject({ state: "saved", pending: 0, recorded: 0 });
    await outbox.add(SLUG, playback(0, 15, "one"));
    expect(outbox.status()).toMatchObject({ state: "saved", pending: 0, recorded: 1 });
  });

  test("is offline only when the device is, and otherwise says that no response comes", async () => {
    for (const [onLine, state] of [
      [false, "offline"],
      [true, "unreachable"],
    ] as const) {
      vi.stubGlobal("navigator", { locks: locks(), onLine });
      service.moods = ["unreachable"];
      const { outbox } = open();
      await outbox.add(SLUG, playback(0, 15));
      expect(outbox.status()).toMatchObject({ state, pending: 1, recorded: 0 });
      await outbox.retry();
      expect(outbox.status()).toMatchObject({ state: "saved", recorded: 1 });
    }
  });

  test("gives up what a course refuses for good, and that course's alone", async () => {
    for (const [status, code] of [
      [403, "not_enrolled"],
      [403, "access_ended"],
      [404, "course_not_found"],
    ] as const) {
      // prettier-ignore
      service.moods = ["unreachable"];
      const { outbox } = open();
      await outbox.add("gone", playback(0, 15));
      await outbox.add(SLUG, playback(0, 15));
      service.moods = [{ status, code }];
      await outbox.retry();
      expect(outbox.status()).toMatchObject({ state: "saved", rejected: [{ slug: "gone", code }] });
      expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 15]]);
    }
  });

  test("gives up nothing for the words of somebody between it and the service", async () => {
    const between: Mood[] = [
      { status: 403, text: "<h1>Please sign in to the hotel's network</h1>" },
      { status: 404, text: '{"message":"Not Found"}' },
      { status: 200, text: "<h1>Welcome</h1>" },
      { status: 200, text: '{"results":[]}' },
      { status: 502, text: "" },
    ];
    for (const mood of between) {
      service = new FakeService();
      vi.stubGlobal("fetch", service.fetch);
      service.moods = [mood];
      const { outbox } = open();
      await outbox.add(SLUG, playback(0, 15));
      expect(outbox.status()).toMatchObject({ state: "busy", pending: 1, rejected: [] });
      await pass(HOUR_MS);
      expect(outbox.status().state).toBe("saved");
      expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 15]]);
    }
  });

  test("finds the one event that cannot be read, and sends all others", async () => {
    const { outbox } = open();
    service.moods = ["unreachable"];
    for (let lesson = 0; lesson < 9; lesson += 1) await outbox.add(SLUG, playback(0, 15, `lesson-${lesson}`));
    vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
      if ((init.body as string).includes('"lesson-6"')) service.moods = [{ status: 400, code: "invalid_request" }];
      return service.fetch(address, init);
    });
    await outbox.retry();
    expect(outbox.status()).toMatchObject({
      state: "saved",
      rejected: [{ lessonId: "lesson-6", code: "invalid_request" }],
    });
    expect(service.lessons.size).toBe(8);
  });

  test("keeps everything when the session has ended, and sends it after the next sign-in", async () => {
    const { outbox, userId } = open(somebody(), { credentials: signedOut });
    await outbox.add(SLUG, playback(0, 15));
    outbox.flush();
    await pass(HOUR_MS);
    expect(service.requests).toEqual([]);
    expect(outbox.status()).toMatchObject({ state: "ended", pending: 1 });
    const { outbox: next } = open(userId);
    await next.retry();
    expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 15]]);
  });

  test("gets a new token in place of one that is refused, once", async () => {
    service.goodTokens = new Set(["new"]);
    let token = "old";
    const renew = vi.fn(() => {
      token = "new";
      return Promise.resolve(true);
    });
    const credentials = { token: () => Promise.resolve(token), currentToken: () => token, renew };
    const { outbox } = open(somebody(), { credentials });
    await outbox.add(SLUG, playback(0, 15));
    expect(outbox.status().state).toBe("saved");
    expect(renew).toHaveBeenCalledTimes(1);
    service.goodTokens = new Set();
    await outbox.add(SLUG, playback(15, 20));
    expect(renew).toHaveBeenCalledTimes(2);
    expect(outbox.status().state).toBe("busy");
  });

  test("knows a session that cannot be renewed from a network that is away", async () => {
    service.goodTokens = new Set();
    const { outbox } = open();
    await outbox.add(SLUG, playback(0, 15));
    expect(outbox.status().state).toBe("ended");
    const away = { ...signedIn("any"), renew: () => Promise.reject(new TypeError("Failed to fetch")) };
    const { outbox: other } = open(somebody(), { credentials: away });
    await other.add(SLUG, playback(0, 15));
    expect(other.status().state).toBe("offline");
  });

  test("never sends one person's events under another's token", async () => {
    service.moods = ["unreachable"];
    const { outbox, userId } = open();
    await outbox.add(SLUG, playback(0, 15));
    const { outbox: another } = open();
    await another.retry();
    await another.add(SLUG, playback(20, 30));
    expect(service.requests.map((request) => request.token)).not.toContain(userId);
    expect(service.lesson(SLUG, "one")?.played).toEqual([[20, 30]]);
    expect(outbox.status().pending).toBe(1);
  });

  test("sends without waiting for anything when the page is left", async () => {
    const userId = somebody();
    const never: EventStore = { read: () => new Promise(() => undefined), update: () => new Promise(() => undefined) };
    const { outbox } = open(userId, { storage: never, hidden: true });
    void outbox.add(SLUG, playback(0, 15));
    // The request is made before the listener that the browser waits for is done.
    await Promise.resolve();
    await Promise.resolve();
    expect(service.requests).toMatchObject([{ token: userId, keepalive: true }]);
    outbox.flush();
    await turns();
    expect(service.requests.length).toBe(1);
  });

  test("goes on where a browser keeps nothing", async () => {
    const broken: EventStore = {
      read: () => Promise.reject(new Error("private window")),
      update: () => Promise.reject(new Error("private window")),
    };
    service.moods = ["unreachable"];
    const { outbox } = open(somebody(), { storage: broken });
    await outbox.add(SLUG, playback(0, 15));
    expect(outbox.status()).toMatchObject({ state: "offline", pending: 1 });
    await outbox.add(SLUG, playback(15, 30));
    await outbox.retry();
    expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 30]]);
    expect(outbox.status().state).toBe("saved");
  });

  test("loses nothing that happens while a batch is under way", async () => {
    const { outbox } = open();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
      const answered = await service.fetch(address, init);
      if (service.requests.length === 1) await held;
      return answered;
    });
    const first = outbox.add(SLUG, playback(0, 15));
    await turns();
    const second = outbox.add(SLUG, playback(15, 30));
    await turns();
    answer();
    await Promise.all([first, second]);
    await turns();
    expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 30]]);
    expect(outbox.status().state).toBe("saved");
  });

  test("shares what it keeps with other tabs: one sends, all hear", async () => {
    const { outbox: one, userId, answers } = open();
    const { outbox: other, answers: heard } = open(userId);
    service.moods = ["unreachable", "unreachable"];
    await one.add(SLUG, playback(0, 15));
    await other.add(SLUG, playback(20, 30));
    await Promise.all([one.retry(), other.retry()]);
    // Another tab hears by a channel that takes a moment.
    await vi.waitFor(() => expect(answers.length + heard.length).toBe(2), { interval: 0 });
    await turns();
    expect(service.requests.length).toBe(1);
    expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 15], [20, 30]]); // prettier-ignore
    expect([one.status().state, other.status().state]).toEqual(["saved", "saved"]);
  });

  test("does without Web Locks, and without one that another tab does not give back", async () => {
    vi.stubGlobal("navigator", {});
    const { outbox } = open();
    await outbox.add(SLUG, playback(0, 15));
    expect(outbox.status().state).toBe("saved");
    vi.stubGlobal("navigator", { locks: { request: () => Promise.reject(new DOMException("", "TimeoutError")) } });
    await outbox.add(SLUG, playback(15, 20));
    expect(outbox.status().state).toBe("saved");
    expect(service.lesson(SLUG, "one")?.played).toEqual([[0, 20]]);
  });

  test("brings everything to the service in the end, once all goes well again", async () => {
    const mood = fc.constantFrom<Mood>(
      "well",
      "unreachable",
      "lost",
      { status: 503, headers: { "retry-after": "3" } },
      { status: 500 },
      { status: 409, code: "concurrent_change" },
      { status: 200, text: "?" },
    );
    const act = fc.oneof(
      fc.record({
        slug: fc.constantFrom("bees", "bread"),
        lesson: fc.constantFrom("one", "two"),
        start: fc.integer({ min: 0, max: 80 }),
        length: fc.integer({ min: 1, max: 20 }),
        tab: fc.integer({ min: 0, max: 1 }),
      }),
      fc.constant("reopen" as const),
      fc.constant("leave" as const),
      fc.constant("wake" as const),
      fc.record({ pass: fc.integer({ min: 1, max: 20_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), fc.array(mood, { maxLength: 25 }), async (acts, moods) => {
        service = new FakeService();
        service.moods = moods;
        vi.stubGlobal("fetch", service.fetch);
        const { userId, outbox } = open();
        const tabs = [outbox, open(userId).outbox] as const;
        let current: readonly Outbox[] = tabs;
        const told = new Map<string, Range[]>();
        const last = new Map<string, number>();
        for (const done of acts) {
          vi.setSystemTime(Date.now() + 1);
          if (done === "reopen") current = [open(userId).outbox, open(userId).outbox];
          else if (done === "leave") current[0]?.flush();
          else if (done === "wake") await current[0]?.retry();
          else if ("pass" in done) await pass(done.pass);
          else {
            const { slug, lesson, start, length, tab } = done;
            const key = `${slug}/${lesson}`;
            told.set(key, merge(told.get(key) ?? [], [[start, start + length]]));
            last.set(key, start + length);
            await current[tab]?.add(slug, playback(start, start + length, lesson));
          }
        }
        service.moods = [];
        for (let hour = 0; hour < 3; hour += 1) {
          await pass(HOUR_MS);
          for (const tab of current) await tab.retry();
        }
        expect(await eventStore(userId).read()).toEqual([]);
        expect(new Map([...service.lessons].map(([key, lesson]) => [key, lesson.played]))).toEqual(told);
        expect(new Map([...service.lessons].map(([key, lesson]) => [key, lesson.position]))).toEqual(last);
        expect(service.requests.every(({ events, token }) => events.length <= 100 && token === userId)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
