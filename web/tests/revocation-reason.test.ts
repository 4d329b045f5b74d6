import fc from "fast-check";
import { expect, test } from "vitest";

import { cleanReason, MAX_REASON_LENGTH, reasonError } from "../src/teach/revocation-reason";

// As the OpenAPI document asks of `RevocationInput.reason`.
const WELCOME = /^(?=[^\S]*\S)[^\u0000-\u0008\u000b-\u001f\u007f]*$/;

test("whatever may be sent is what the API takes", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 600 }), fc.string({ maxLength: 30 })), (typed) => {
      if (reasonError(typed) !== undefined) return;
      const reason = cleanReason(typed);
      expect(reason).toMatch(WELCOME);
      expect(Array.from(reason).length).toBeLessThanOrEqual(MAX_REASON_LENGTH);
    }),
  );
});

test("a reason of nothing but spaces is none", () => {
  for (const typed of ["", "   ", "\n\t", "\u0000"]) expect(reasonError(typed)).toMatch(/^Enter a reason/);
});

test("the longest reason is taken, and one character more is too long", () => {
  expect(reasonError("🎓".repeat(MAX_REASON_LENGTH))).toBeUndefined();
  expect(reasonError("x".repeat(MAX_REASON_LENGTH + 2))).toBe("The reason is 2 characters too long.");
  expect(reasonError("x".repeat(MAX_REASON_LENGTH + 1))).toBe("The reason is 1 character too long.");
});

test("lines stay lines, and what draws nothing goes", () => {
  expect(cleanReason(" copied\u000b\r\nfrom a friend ")).toBe("copied\nfrom a friend");
});
