import { describe, expect, test } from "vitest";

import { fit, LogoFileError, MAX_LOGO_BYTES, readLogoFile } from "../src/manage/logo-file";

const file = (type: string, size: number) => new File([new Uint8Array(size)], "logo", { type });

describe("a file for a logo", () => {
  test("PNG and JPEG of up to a mebibyte are uploaded as they are", async () => {
    for (const type of ["image/png", "image/jpeg"]) {
      const chosen = file(type, MAX_LOGO_BYTES);
      expect(await readLogoFile(chosen)).toEqual({ content_type: type, blob: chosen });
    }
  });

  test("others are refused with the reason", async () => {
    for (const [type, size, reason] of [
      ["image/png", MAX_LOGO_BYTES + 1, "too large"],
      ["image/png", 0, "empty"],
      ["image/gif", 10, "PNG"],
      ["application/pdf", 10, "PNG"],
      ["", 10, "PNG"],
      ["image/svg+xml", 4 * MAX_LOGO_BYTES + 1, "too large"],
    ] as const) {
      const refused = readLogoFile(file(type, size));
      await expect(refused).rejects.toThrow(LogoFileError);
      await expect(refused).rejects.toThrow(reason);
    }
  });

  test("an SVG is drawn with a thousand pixels on its longer side", () => {
    expect(fit(300, 100)).toEqual({ width: 1000, height: 333 });
    expect(fit(10, 4000)).toEqual({ width: 3, height: 1000 });
    expect(fit(1, 9000)).toEqual({ width: 1, height: 1000 });
  });
});
