import { beforeEach, expect, test, vi } from "vitest";

import { exportLearners, ExportFailedError, type Export } from "../src/teach/learners-export";

const URL_OF_FILE = "https://files.example/exports/courses/c/1.csv";

const answers: Response[] = [];
const requests: string[] = [];

vi.mock("../src/session/session", () => ({
  accessToken: () => Promise.resolve("token"),
  renew: () => Promise.resolve(false),
  SessionEndedError: class extends Error {},
}));

// Before the client is imported: outside of a browser, an address needs an origin.
vi.hoisted(() => {
  globalThis.Request = class extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === "string" ? new URL(input, "https://pages.example") : input, init);
    }
  };
});

function state(id: string, more: Partial<Export> = {}): Export {
  return {
    export_id: id,
    status: "running",
    rows: 0,
    requested_at: "2026-03-02T09:15:00Z",
    file_name: "bread.csv",
    url: null,
    url_expires_at: null,
    ...more,
  };
}

const done = (id: string, rows: number) => state(id, { status: "done", rows, url: URL_OF_FILE });

beforeEach(() => {
  answers.length = requests.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal("fetch", (request: Request) => {
    requests.push(`${request.method} ${new URL(request.url).pathname}`);
    const answer = answers.shift();
    return answer ? Promise.resolve(answer) : Promise.reject(new TypeError("no answer"));
  });
});

async function everyState(signal = new AbortController().signal): Promise<(number | string)[]> {
  const seen: (number | string)[] = [];
  const all = (async () => {
    for await (const { rows, url } of exportLearners("c", signal)) seen.push(url ?? rows);
  })();
  all.catch(() => undefined);
  await vi.runAllTimersAsync();
  await all;
  return seen;
}

test("an export is started, and its progress yielded until it has a file", async () => {
  answers.push(Response.json(state("1"), { status: 202 }));
  answers.push(Response.json(state("1", { rows: 10_000 })), Response.json(done("1", 12_000)));
  expect(await everyState()).toEqual([0, 10_000, URL_OF_FILE]);
  expect(requests).toEqual([
    "POST /admin/courses/c/learner-exports",
    "GET /admin/courses/c/learner-exports/1",
    "GET /admin/courses/c/learner-exports/1",
  ]);
});

test("an export that a newer one has replaced is followed by the newer one", async () => {
  answers.push(Response.json(state("1"), { status: 202 }));
  answers.push(Response.json({ code: "export_not_found", status: 404 }, { status: 404 }));
  answers.push(Response.json(state("2"), { status: 202 }), Response.json(done("2", 3)));
  expect(await everyState()).toEqual([0, 0, URL_OF_FILE]);
  expect(requests.at(-1)).toBe("GET /admin/courses/c/learner-exports/2");
});

test("an export without progress has failed", async () => {
  answers.push(Response.json(state("1"), { status: 202 }), Response.json(state("1", { status: "failed" })));
  await expect(everyState()).rejects.toBeInstanceOf(ExportFailedError);
});

test("a refusal is thrown", async () => {
  answers.push(Response.json({ code: "unavailable", detail: "Later.", status: 503 }, { status: 503 }));
  await expect(everyState()).rejects.toMatchObject({ code: "unavailable" });
});

test("no request follows an abort", async () => {
  const controller = new AbortController();
  answers.push(Response.json(state("1"), { status: 202 }), Response.json(state("1")));
  const states = exportLearners("c", controller.signal);
  expect((await states.next()).value).toMatchObject({ rows: 0 });
  controller.abort();
  await expect(states.next()).rejects.toMatchObject({ name: "AbortError" });
  expect(requests).toHaveLength(1);
});
