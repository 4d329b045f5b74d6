import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseLines } from "../src/manage/pasted-lessons";

const ORIGINS = ["https://media.example"];
const parse = (text: string, kind: "video" | "article" | "assignment" = "article") => {
  let number = 0;
  return parseLines(text, kind, ORIGINS, () => `${++number}`);
};
const fields = (text: string, kind?: "video" | "article" | "assignment") =>
  parse(text, kind).map(({ entry, problem }) => {
    if (!entry) return problem;
    if (entry.kind === "section") return ["section", entry.title];
    return [entry.kind, entry.title, entry.video_url || entry.article_url, entry.duration];
  });

describe("pasted lines", () => {
  test("are lessons of the chosen type, in their order, without empty lines", () => {
    expect(fields(" Wax \r\n\r\nWick\n\n")).toEqual([
      ["article", "Wax", "", ""],
      ["article", "Wick", "", ""],
    ]);
    expect(fields("Wax", "assignment")).toEqual([["assignment", "Wax", "", ""]]);
  });

  test("may have an address, a length and a type, in any order, with bars or tabs", () => {
    expect(fields("Wax | https://media.example/wax.mp4 | 12:30")).toEqual([
      ["video", "Wax", "https://media.example/wax.mp4", "12:30"],
    ]);
    expect(fields("Wax\t1:02:03\t/media/wax.mp4\tVideo")).toEqual([["video", "Wax", "/media/wax.mp4", "1:02:03"]]);
    expect(fields("Tools | article | https://media.example/tools.html", "video")).toEqual([
      ["article", "Tools", "https://media.example/tools.html", ""],
    ]);
  });

  test("begin a section with a number sign", () => {
    expect(fields("# First steps\nWax")).toEqual([
      ["section", "First steps"],
      ["article", "Wax", "", ""],
    ]);
  });

  test.each([
    ["Wax | javascript:alert(1)", "no address"],
    ["Wax | https://evil.test/a.mp4", "https://media.example only"],
    ["Wax | https://media.example@evil.test/", "complete address"],
    ["| 12:30", "title is missing"],
    ["#", "title is missing"],
    ["Wax | 12:30 | article", "Only a video has a length."],
    ["Wax | assignment | /media/a.pdf", "An assignment has no address."],
    ["Wax | 12:30 | 13:30", "at most one"],
    ["Salt | and pepper", "“and pepper” is no address"],
    ["x".repeat(201), "at most 200"],
  ])("that are wrong say why: %s", (line, reason) => {
    expect(fields(line)[0]).toContain(reason);
  });

  test("of any kind become valid entries or problems, and none is lost", () => {
    const text = fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("|", "\n", "#", "12:30", "\u2028")), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(text, (some) => {
        const pasted = some.join("");
        const lines = pasted.split(/[\r\n\u2028\u2029]+/).filter((line) => line.trim() !== "");
        const found = parse(pasted);
        expect(found.map((one) => one.text)).toEqual(lines.map((line) => line.trim()));
        for (const { entry, problem } of found) {
          expect(entry === null).toBe(problem !== undefined);
          if (entry) expect(entry.title).toMatch(/^(?=.*\S)[^\p{Cc}]{1,400}$/su);
        }
        expect(new Set(found.flatMap(({ entry }) => (entry ? [entry.key] : []))).size).toBe(
          found.filter(({ entry }) => entry).length,
        );
      }),
    );
  });
});
