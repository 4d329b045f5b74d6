import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";

import { dropAnswer, forgetEverything, keepAnswer, keptAnswer } from "../src/offline/answers";
import { mark, type Person } from "../src/session/device";
import { fakeStorage } from "./fake-storage";

const MAYA: Person = { userId: "maya", name: "Maya", isAdmin: false, isInstructor: false };
const ANH: Person = { userId: "anh", name: "Ánh", isAdmin: false, isInstructor: false };

beforeEach(async () => {
  vi.stubGlobal("localStorage", fakeStorage());
  mark(MAYA);
  await forgetEverything();
});

test("an answer is kept with its time, in place of the one before", async () => {
  await keepAnswer("maya", "courses", ["old"]);
  const before = Date.now();
  await keepAnswer("maya", "courses", ["new"]);
  const kept = await keptAnswer("maya", "courses");
  expect(kept?.data).toEqual(["new"]);
  expect(kept?.at).toBeGreaterThanOrEqual(before);
});

test("nobody finds the answers of another user or of another name", async () => {
  await keepAnswer("maya", "courses", 1);
  expect(await keptAnswer("anh", "courses")).toBeUndefined();
  expect(await keptAnswer("maya", "course courses")).toBeUndefined();
});

test("an answer that comes after the sign-out is not kept", async () => {
  const late = keepAnswer("maya", "courses", 1);
  mark(null);
  await forgetEverything();
  await late;
  await keepAnswer("maya", "courses", 2);
  expect(await keptAnswer("maya", "courses")).toBeUndefined();
});

test("an answer to one user that comes after another signed in is not kept", async () => {
  mark(ANH);
  await keepAnswer("maya", "courses", 1);
  mark(MAYA);
  expect(await keptAnswer("maya", "courses")).toBeUndefined();
});

test("an answer that is dropped is gone, and others stay", async () => {
  await keepAnswer("maya", "course a", 1);
  await keepAnswer("maya", "course b", 2);
  await dropAnswer("maya", "course a");
  expect(await keptAnswer("maya", "course a")).toBeUndefined();
  expect((await keptAnswer("maya", "course b"))?.data).toBe(2);
});
