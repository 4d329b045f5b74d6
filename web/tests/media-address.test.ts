import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addressError } from "../src/manage/media-address";

const ORIGINS = ["https://media.example", "http://127.0.0.1:9000"];
const PAGES = "https://learn.example";

/** Where a browser would load it from. */
const loaded = (address: string) => new URL(address.trim(), PAGES);

// Close to addresses, so that many are almost right.
const parts = fc.constantFrom(
  ...[
    "https:",
    "http:",
    "HTTPS:",
    "javascript:",
    "data:",
    "//",
    "/",
    "\\",
    "media.example",
    "MEDIA.example",
    "evil.test",
  ],
  ...[
    "@",
    ":",
    ":443",
    ":9000",
    "127.0.0.1",
    "/media",
    "/media/a.mp4",
    "..",
    "%2e%2e",
    "%2F",
    "?",
    "#",
    ".",
    "\t",
    "\n",
  ],
  ...[" ", "é", "．", "ⓜ", "\u0000", "user", "alert(1)", "[::1]", "-", "{x}"],
);
const addresses = fc.oneof(
  fc.array(parts, { maxLength: 8 }).map((some) => some.join("")),
  fc.array(parts, { maxLength: 6 }).map((some) => `https://media.example${some.join("")}`),
  fc.webUrl(),
  fc.string(),
);

describe("an address of media", () => {
  test("is never loaded from elsewhere, however it is written", () => {
    fc.assert(
      fc.property(addresses, (address) => {
        if (address.trim() === "" || addressError(address, ORIGINS) !== undefined) return;
        const url = loaded(address);
        expect([url.username, url.password]).toEqual(["", ""]);
        if (url.origin === PAGES) expect(url.pathname).toMatch(/^\/media\/./);
        else expect(ORIGINS).toContain(url.origin);
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    ["/media/clip.webm"],
    ["https://media.example/lesson%201.mp4?version=2#t=5"],
    ["HTTPS://Media.Example:443/a"],
    ["http://127.0.0.1:9000/a.vtt"],
    ["  https://media.example/a  "],
    [""],
  ])("may be %s", (address) => {
    expect(addressError(address, ORIGINS)).toBeUndefined();
  });

  test.each([
    ["javascript:alert(1)"],
    ["//media.example/a"],
    ["https://media.example@evil.test/a"],
    ["https://evil.test\\@media.example/a"],
    ["https://media.example:8443/a"],
    ["http://media.example/a"],
    ["https://média.example/a"],
    ["/media/../manage"],
    ["/media/%2e%2e/manage"],
    ["/manage"],
    [`https://media.example/${"a".repeat(1000)}`],
  ])("may not be %s", (address) => {
    expect(addressError(address, ORIGINS)).toMatch(/\.$/);
  });

  test("is refused with the origins that are allowed, or that none is", () => {
    expect(addressError("https://evil.test/", ORIGINS)).toContain("https://media.example and http://127.0.0.1:9000");
    expect(addressError("https://evil.test/", [])).toContain("MediaOrigins");
  });
});
