import { describe, expect, test } from "vitest";

import { ProblemError } from "../src/api/client";
import {
  MAX_NAME_LENGTH,
  nameError,
  nameStep,
  refusedDownloadText,
  refusedNameText,
  WHOM_TO_ASK,
} from "../src/learn/printed-name";
import type { Profile } from "../src/learn/profile-api";
import { t } from "../src/texts/texts";

const problem = (status: number, code: string, detail = "") => new ProblemError(status, code, detail, {});
const UNPRINTABLE = problem(
  409,
  "name_not_printable",
  "None of the installed fonts contains the character '𓇋' (U+131CB).",
);

const profile = (values: Partial<Profile>): Profile => ({
  name: null,
  learner_may_change_name: false,
  printed_name: "Maya Cohen",
  name_source: "shop",
  unprintable_characters: [],
  ...values,
});

describe("before the first download", () => {
  test.each(["shop", "token", "checkout"] as const)(
    "a name from %s is confirmed, and the page says whom to ask",
    (source) => {
      expect(nameStep(profile({ name_source: source }), undefined)).toEqual({
        kind: "confirm",
        name: "Maya Cohen",
        advice: t(WHOM_TO_ASK[source]),
      });
      expect(t(WHOM_TO_ASK[source])).toContain("course provider");
    },
  );

  test("a learner who may change the name is not sent to anybody", () => {
    const changeable = profile({ learner_may_change_name: true });
    expect(nameStep(changeable, undefined)).toEqual({ kind: "confirm", name: "Maya Cohen", advice: null });
  });

  test("a learner who typed the name may correct it, though their name comes last", () => {
    const typed = profile({ name: "Maya Cohn", printed_name: "Maya Cohn", name_source: "learner" });
    expect(nameStep(typed, undefined)).toEqual({ kind: "confirm", name: "Maya Cohn", advice: null });
  });

  test("a learner without a name is asked for one, with or without a refused download", () => {
    const nameless = profile({ printed_name: null, name_source: null });
    const asked = { kind: "ask", name: "", refusal: null };
    expect(nameStep(nameless, undefined)).toEqual(asked);
    expect(nameStep(nameless, problem(409, "learner_name_missing"))).toEqual(asked);
  });
});

describe("a name with characters that cannot be printed", () => {
  const printed = { printed_name: "Maya 𓇋𓃭 Cohen", unprintable_characters: ["𓇋", "𓃭"] };

  test("is corrected before the download by a learner who may change it", () => {
    const step = nameStep(profile({ ...printed, learner_may_change_name: true }), undefined);
    expect(step).toMatchObject({ kind: "ask", name: "Maya 𓇋𓃭 Cohen" });
    expect(step.kind === "ask" && step.refusal).toContain("characters “𓇋”, “𓃭”");
  });

  test("is the course provider's to correct where the learner may not change it", () => {
    const step = nameStep(profile(printed), undefined);
    expect(step.kind === "confirm" && step.advice).toMatch(/^Your name contains “𓇋”, “𓃭”.*course provider/);
  });
});

describe("a download that is refused because of a character", () => {
  const printed = { printed_name: "Maya 𓇋 Cohen" };

  test("lets the learner correct a name that they may change", () => {
    const step = nameStep(profile({ ...printed, learner_may_change_name: true }), UNPRINTABLE);
    expect(step).toMatchObject({ kind: "ask", name: "Maya 𓇋 Cohen" });
    expect(step.kind === "ask" && step.refusal).toContain("“𓇋”");
  });

  test("says whom to ask where the learner may not change the name", () => {
    expect(nameStep(profile(printed), UNPRINTABLE).kind).toBe("confirm");
    expect(refusedDownloadText(UNPRINTABLE, "Maya 𓇋 Cohen")).toMatch(/^Your name contains “𓇋”.*course provider/);
  });

  test("does not blame a name that does not contain it", () => {
    expect(nameStep(profile({ learner_may_change_name: true }), UNPRINTABLE).kind).toBe("confirm");
    expect(refusedDownloadText(UNPRINTABLE, "Maya Cohen")).toMatch(/^The certificate contains “𓇋”.*course provider/);
  });

  test("leaves other errors as the API describes them", () => {
    expect(refusedDownloadText(problem(503, "unavailable"), "Maya Cohen")).toBeUndefined();
    expect(refusedDownloadText(new TypeError("no network"), "Maya Cohen")).toBeUndefined();
    expect(nameStep(profile({ learner_may_change_name: true }), problem(503, "unavailable")).kind).toBe("confirm");
  });
});

describe("a typed name", () => {
  test("is needed", () => {
    expect(nameError("")).toBe("Please enter your name.");
    expect(nameError(" \t")).toBe("Please enter your name.");
  });

  test("may be as long as the API accepts, in any script", () => {
    expect(nameError("Nguyễn Thị Ánh")).toBeUndefined();
    expect(nameError("𝒜".repeat(MAX_NAME_LENGTH))).toBeUndefined();
    expect(nameError("𝒜".repeat(MAX_NAME_LENGTH + 1))).toBe("The name is 1 character too long.");
  });

  test("that the API refuses is explained at its field", () => {
    expect(refusedNameText(UNPRINTABLE)).toBe("We cannot print the character “𓇋”. Please spell your name without it.");
    expect(refusedNameText(problem(409, "name_not_printable", "Some character."))).toContain("spell it differently");
    expect(refusedNameText(problem(400, "invalid_request"))).toContain("cannot be printed");
  });

  test("that could not be sent is no fault of the name", () => {
    expect(refusedNameText(problem(503, "unavailable"))).toBeUndefined();
    expect(refusedNameText(new TypeError("no network"))).toBeUndefined();
  });
});
