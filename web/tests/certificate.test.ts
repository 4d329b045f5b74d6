import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fileName } from "../src/learn/certificate-api";
import { certificateCardLabel, closedCourseText, revocationText } from "../src/learn/certificate-text";

describe("the file of a certificate", () => {
  test("is named after the course, in any script", () => {
    expect(fileName("Beekeeping for Beginners")).toBe("Certificate, Beekeeping for Beginners.pdf");
    expect(fileName("علم الفلك")).toBe("Certificate, علم الفلك.pdf");
  });

  test("leaves out what file systems refuse", () => {
    expect(fileName('  C/C++: "from\tscratch"? ')).toBe("Certificate, C C++ from scratch.pdf");
    expect(fileName("..")).toBe("Certificate.pdf");
    expect(fileName("???")).toBe("Certificate.pdf");
  });

  test("does not hide its ending behind marks that turn text around", () => {
    expect(fileName("Course \u202efdp.exe")).toBe("Certificate, Course fdp.exe.pdf");
  });

  test("has a name that every file system takes, whatever the title", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (title) => {
        const name = fileName(title);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
        expect(name).not.toMatch(/[\p{Cc}\p{Cs}\\/:*?"<>|]/u);
        expect(name).toMatch(/[^. ]\.pdf$/u);
      }),
    );
  });
});

describe("a certificate on a course's card", () => {
  const card = { access_ended: false, published: true, completed_lessons: 7, published_lessons: 10 };

  test("is not mentioned where none is given", () => {
    expect(certificateCardLabel({ ...card, certificate_state: "disabled" })).toBeNull();
  });

  test("says how many lessons lead to it", () => {
    expect(certificateCardLabel({ ...card, certificate_state: "locked" })).toBe("3 lessons to your certificate");
    expect(certificateCardLabel({ ...card, completed_lessons: 9, certificate_state: "locked" })).toBe(
      "1 lesson to your certificate",
    );
  });

  test("is not held out to who can no longer earn it, nor by a course without lessons", () => {
    expect(certificateCardLabel({ ...card, access_ended: true, certificate_state: "locked" })).toBeNull();
    expect(certificateCardLabel({ ...card, published: false, certificate_state: "locked" })).toBeNull();
    expect(
      certificateCardLabel({ ...card, completed_lessons: 0, published_lessons: 0, certificate_state: "locked" }),
    ).toBeNull();
  });

  test("is not called ready to who cannot get it now", () => {
    expect(certificateCardLabel({ ...card, certificate_state: "available" })).toBe("Your certificate is ready");
    expect(certificateCardLabel({ ...card, access_ended: true, certificate_state: "available" })).toBe(
      "Certificate earned",
    );
    expect(certificateCardLabel({ ...card, published: false, certificate_state: "available" })).toBe(
      "Certificate earned",
    );
  });

  test("stays what it is when the course is closed", () => {
    for (const closed of [{ published: false }, { access_ended: true }]) {
      expect(certificateCardLabel({ ...card, ...closed, certificate_state: "issued" })).toBe("Certificate issued");
      expect(certificateCardLabel({ ...card, ...closed, certificate_state: "revoked" })).toBe("Certificate revoked");
    }
  });
});

describe("a course that cannot be opened", () => {
  const card = {
    access_ended: false,
    published: true,
    completed_lessons: 10,
    published_lessons: 10,
    certificate_state: "issued" as const,
  };

  test("says why, and an open one says nothing", () => {
    expect(closedCourseText(card)).toEqual([]);
    expect(closedCourseText({ ...card, access_ended: true })).toEqual([expect.stringContaining("has ended")]);
    expect(closedCourseText({ ...card, published: false })).toEqual([expect.stringContaining("not published")]);
    expect(closedCourseText({ ...card, published: false, access_ended: true })).toHaveLength(1);
  });

  test("says when a certificate that was earned and not issued can be had", () => {
    const earned = { ...card, certificate_state: "available" as const };
    expect(closedCourseText(earned)).toEqual([]);
    expect(closedCourseText({ ...earned, published: false })[1]).toContain("once the course is published again");
    expect(closedCourseText({ ...earned, access_ended: true })[1]).toContain("if you get access again");
  });
});

test("a revocation is explained in plain words, an admin's own stay as they are", () => {
  expect(revocationText("refunded")).toBe("The payment for this course was refunded in full.");
  expect(revocationText("chargeback")).toBe("The bank reversed the payment for this course.");
  expect(revocationText("Copied work.")).toBe("Reason: Copied work.");
  expect(revocationText(null)).toBe("No reason was given.");
});
