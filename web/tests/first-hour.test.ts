import { beforeEach, describe, expect, test, vi } from "vitest";

import {
  dismissGuide,
  type Installation,
  isDone,
  isGuideDismissed,
  loadInstallation,
  nextStep,
  noteViewed,
  STEPS,
} from "../src/teach/first-hour";

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

const COURSE = { course_id: "bread", slug: "bread", title: "Bread", published: true, published_lessons: 2 };
const EMPTY: Installation = { course: null, hasCertificate: false, learners: 0, isEnrolled: false, isViewed: false };
const FULL: Installation = { course: COURSE, hasCertificate: true, learners: 1, isEnrolled: true, isViewed: true };

describe("the guide's steps", () => {
  test("are all open in an empty installation, beginning with a course", () => {
    expect(STEPS.filter((step) => isDone(step, EMPTY))).toEqual([]);
    expect(nextStep(EMPTY)).toBe("course");
  });

  test("are done one after the other", () => {
    const draft = { ...COURSE, published: false };
    const stages: [Installation, string | undefined][] = [
      [{ ...EMPTY, course: { ...draft, published_lessons: 0 } }, "lessons"],
      [{ ...EMPTY, course: draft }, "lessons"],
      [{ ...EMPTY, course: { ...COURSE, published_lessons: 0 } }, "lessons"],
      [{ ...EMPTY, course: COURSE }, "certificate"],
      [{ ...EMPTY, course: COURSE, hasCertificate: true }, "learner"],
      [{ ...FULL, isEnrolled: false, isViewed: false }, "view"],
      [{ ...FULL, isViewed: false }, "view"],
      [FULL, undefined],
    ];
    for (const [installation, expected] of stages) expect(nextStep(installation)).toBe(expected);
  });

  test("may be done in another order", () => {
    expect(nextStep({ ...FULL, hasCertificate: false })).toBe("certificate");
    expect(nextStep({ ...FULL, course: { ...COURSE, published: false } })).toBe("lessons");
  });

  test("are over in an installation that has several learners", () => {
    expect(nextStep({ ...FULL, learners: 2, isEnrolled: false, isViewed: false })).toBeUndefined();
    expect(nextStep({ ...FULL, learners: 2, hasCertificate: false })).toBe("certificate");
  });
});

describe("what the guide knows", () => {
  const notes = new Map<string, string>();
  const requests: string[] = [];
  let own: object[] = [];

  beforeEach(() => {
    notes.clear();
    requests.length = 0;
    own = [];
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => notes.get(key) ?? null,
      setItem: (key: string, value: string) => notes.set(key, value),
    });
    vi.stubGlobal("fetch", (request: Request) => {
      const { pathname, search } = new URL(request.url);
      requests.push(pathname + search);
      if (pathname.endsWith("/certificate")) return Promise.resolve(Response.json({ certificate_enabled: true }));
      if (pathname.endsWith("/learners")) return Promise.resolve(Response.json({ items: [{}], next_cursor: null }));
      return Promise.resolve(Response.json({ items: own, next_cursor: null, continue_watching: null }));
    });
  });

  test("is nothing without a course, and asks for nothing", async () => {
    expect(await loadInstallation(null)).toEqual(EMPTY);
    expect(requests).toEqual([]);
  });

  test("is what the service says of its only course", async () => {
    expect(await loadInstallation(COURSE)).toEqual({ ...FULL, isEnrolled: false, isViewed: false });
    expect(requests.sort()).toEqual([
      "/admin/courses/bread/certificate",
      "/admin/courses/bread/learners?limit=2",
      "/my-courses?limit=100",
    ]);
  });

  test("counts the course as seen once it was opened from here or has progress of the admin's own", async () => {
    own = [{ slug: "bread", percent: 0 }];
    expect(await loadInstallation(COURSE)).toMatchObject({ isEnrolled: true, isViewed: false });
    own = [{ slug: "bread", percent: 50 }];
    expect(await loadInstallation(COURSE)).toMatchObject({ isEnrolled: true, isViewed: true });
    own = [{ slug: "bread", percent: 0 }];
    noteViewed();
    expect(await loadInstallation(COURSE)).toMatchObject({ isEnrolled: true, isViewed: true });
  });

  test("says whether it was dismissed, and holds where the browser stores nothing", () => {
    expect(isGuideDismissed()).toBe(false);
    dismissGuide();
    expect(isGuideDismissed()).toBe(true);
    vi.stubGlobal("localStorage", undefined);
    dismissGuide();
    expect(isGuideDismissed()).toBe(false);
  });
});
