import fc from "fast-check";
import { expect, test } from "vitest";

import { ProblemError } from "../src/api/client";
import {
  correctionError,
  MAX_NAME_LENGTH,
  refusedNameText,
  refusedReissueText,
  reissueInput,
} from "../src/teach/correction";

const ISSUED = "Ada Lovlace";

function problem(code: string, detail = "As the service says."): ProblemError {
  return new ProblemError(409, code, detail, {});
}

test("only what differs is sent", () => {
  expect(reissueInput({ name: " Ada Lovelace ", currentTemplate: false }, ISSUED)).toEqual({ name: "Ada Lovelace" });
  expect(reissueInput({ name: ISSUED, currentTemplate: true }, ISSUED)).toEqual({ template: "current" });
});

test("whatever may be sent corrects something, and has a name that the API accepts", () => {
  const corrections = fc.record({
    name: fc.oneof(fc.constant(ISSUED), fc.string({ unit: "binary", maxLength: 250 })),
    currentTemplate: fc.boolean(),
  });
  fc.assert(
    fc.property(corrections, (correction) => {
      if (correctionError(correction, ISSUED) !== undefined) return;
      const input = reissueInput(correction, ISSUED);
      expect(Object.keys(input)).not.toHaveLength(0);
      if (input.name !== undefined) expect(Array.from(input.name).length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
    }),
  );
});

test("an unchanged or empty name is not sent", () => {
  expect(correctionError({ name: `${ISSUED} `, currentTemplate: false }, ISSUED)).toMatch(/^Nothing is different/);
  expect(correctionError({ name: " ", currentTemplate: true }, ISSUED)).toBe("Enter the name to print.");
  expect(correctionError({ name: "🎓".repeat(MAX_NAME_LENGTH + 2), currentTemplate: false }, ISSUED)).toBe(
    "The name is 2 characters too long.",
  );
});

test("a refusal says what it means for an admin", () => {
  expect(refusedNameText(problem("name_not_printable", "No font has '𓀀' (U+13000)."))).toContain("“𓀀”");
  expect(refusedNameText(problem("order_refunded"))).toBeUndefined();
  for (const code of ["certificate_replaced", "order_refunded", "template_missing"])
    expect(refusedReissueText(problem(code))).toBeDefined();
  expect(refusedReissueText(problem("unavailable"))).toBeUndefined();
});
