import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { uploadFileName, fileError, formatFileSize } from "../src/manage/template-file";
import { MAX_BYTES } from "../src/manage/upload";

describe("a file for a template", () => {
  test("is refused before it is sent when it is empty or too large", () => {
    expect(fileError({ name: "a.pdf", size: 0 })).toContain("empty");
    expect(fileError({ name: "a.pdf", size: 1 })).toBeUndefined();
    expect(fileError({ name: "a.pdf", size: MAX_BYTES })).toBeUndefined();
    expect(fileError({ name: "a.pdf", size: MAX_BYTES + 1 })).toContain("at most 10.0 MB");
  });

  test.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [1023, "1,023 bytes"],
    [1024, "1 KB"],
    [1024 * 1024 - 1, "1,024 KB"],
    [MAX_BYTES, "10.0 MB"],
  ])("%d bytes are %s", (bytes, words) => {
    expect(formatFileSize(bytes)).toBe(words);
  });

  test("an ordinary name is sent as it is", () => {
    for (const name of ["certificate.pdf", "Zertifikat für Łukasz.pdf", "证书 2026.pdf"])
      expect(uploadFileName(name)).toBe(name);
  });

  test("any name is sent as one that the API and the storage take", () => {
    const names = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: "grapheme", minLength: 200, maxLength: 300 }),
    );
    fc.assert(
      fc.property(names, fc.constantFrom("", "\ud800", "\t"), (name, odd) => {
        const sent = uploadFileName(name + odd);
        expect(sent).toMatch(/^(?=.*\S)[^\u0000-\u001f\u007f]*$/su);
        expect(Array.from(sent).length).toBeLessThanOrEqual(255);
        expect(encodeURIComponent(sent).length).toBeLessThanOrEqual(1800);
      }),
    );
  });
});
