import { afterEach, expect, test, vi } from "vitest";

import type { Loan } from "../src/session/lending";

const LOAN: Loan = { accessToken: "token of maya", expiresAt: 1 };

/** The module as another tab loads it. */
async function tab(lend: (userId: string) => Promise<Loan | null>): Promise<(userId: string) => Promise<Loan | null>> {
  vi.resetModules();
  const { answerRequests, borrow } = await import("../src/session/lending");
  answerRequests(lend);
  return borrow;
}

const lendToMaya = (userId: string) => Promise.resolve(userId === "maya" ? LOAN : null);
const lendToNobody = () => Promise.resolve(null);

afterEach(() => void vi.useRealTimers());

test("a tab lends its token to another one of the same user", async () => {
  await tab(lendToNobody);
  await tab(lendToMaya);
  const borrow = await tab(lendToNobody);
  expect(await borrow("maya")).toEqual(LOAN);
});

test("a tab of another user lends nothing, and the wait is limited", async () => {
  await tab(lendToMaya);
  const borrow = await tab(lendToNobody);
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const loan = borrow("anh");
  vi.advanceTimersByTime(2000);
  expect(await loan).toBeNull();
});
