import fc from "fast-check";
import { expect, test } from "vitest";

import { cleanReason, LONGEST_REASON, reasonProblem } from "../src/teach/reason";

// As the OpenAPI document asks of `RevocationInput.reason`.
const WELCOME = /^(?=[^\S]*\S)[^\u0000-\u0008\u000b-\u001f\u007f]*$/;

test("whatever may be sent is what the API takes", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 600 }), fc.string({ maxLength: 30 })), (typed) => {
      if (reasonProblem(typed) !== undefined) return;
      const reason = cleanReason(typed);
      expect(reason).toMatch(WELCOME);
      expect(Array.from(reason).length).toBeLessThanOrEqual(LONGEST_REASON);
    }),
  );
});

test("a reason of nothing but spaces is none", () => {
  for (const typed of ["", "   ", "\n\t", "\u0000"]) expect(reasonProblem(typed)).toMatch(/^Say why/);
});

test("the longest reason is taken, and one character more is too long", () => {
  expect(reasonProblem("🎓".repeat(LONGEST_REASON))).toBeUndefined();
  expect(reasonProblem("x".repeat(LONGEST_REASON + 2))).toBe("This is 2 characters too long.");
  expect(reasonProblem("x".repeat(LONGEST_REASON + 1))).toBe("This is 1 character too long.");
});

test("lines stay lines, and what draws nothing goes", () => {
  expect(cleanReason(" copied\u000b\r\nfrom a friend ")).toBe("copied\nfrom a friend");
});
