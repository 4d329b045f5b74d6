import fc from "fast-check";
import { expect, test } from "vitest";

import { csv } from "../src/teach/csv";

const MARK = "\uFEFF";

/** The cells of a file, by the grammar of RFC 4180, written down here for itself. */
function parsed(file: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < file.length) {
    let cell = "";
    expect(file[at]).toBe('"');
    at += 1;
    for (;;) {
      if (file[at] === '"' && file[at + 1] === '"') {
        cell += '"';
        at += 2;
      } else if (file[at] === '"') {
        at += 1;
        break;
      } else {
        cell += file[at] ?? "";
        at += 1;
      }
      expect(at).toBeLessThan(file.length);
    }
    row.push(cell);
    if (file[at] === ",") at += 1;
    else {
      expect(file.slice(at, at + 2)).toBe("\r\n");
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const PERILOUS = Array.from("=+-@＝＋－＠\t\r\n\0\u00a0\u200b\ufeff \"',;a1");
const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(...PERILOUS) }));
const anyTable = fc
  .integer({ min: 1, max: 5 })
  .chain((columns) => fc.array(fc.array(anyText, { minLength: columns, maxLength: columns }), { maxLength: 6 }));

test("whatever is written can be read again, but for the apostrophe that marks text", () => {
  fc.assert(
    fc.property(anyTable, (rows) => {
      const read = parsed(csv(rows).slice(MARK.length));
      expect(read.length).toBe(rows.length);
      read.forEach((row, line) => {
        row.forEach((cell, column) => {
          const written = rows[line]?.[column];
          expect([written, `'${written}`]).toContain(cell);
        });
        expect(row.length).toBe(rows[line]?.length);
      });
    }),
  );
});

test("no cell begins like a formula", () => {
  fc.assert(
    fc.property(anyTable, (rows) => {
      for (const cell of parsed(csv(rows).slice(MARK.length)).flat()) {
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        // Spreadsheets may skip what draws nothing.
        expect(cell.replace(/^[\s\u200b\ufeff\0]+/, "")).not.toMatch(/^[=+\-@＝＋－＠]/);
      }
    }),
  );
});

test.each(["=cmd()", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\tplain", " =1", "\u200b=1", "＝1"])(
  "text that could be a formula is marked as text: %j",
  (dangerous) => expect(parsed(csv([[dangerous]]).slice(1))).toEqual([[`'${dangerous}`]]),
);

test.each(["Anna", "O'Brien", "a=b", "Jean-Luc", "محمد", "'quoted'", "", " spaced"])(
  "harmless text stays: %j",
  (text) => {
    expect(parsed(csv([[text]]).slice(1))).toEqual([[text]]);
  },
);

test("numbers stay numbers, below zero, too", () => {
  expect(csv([[7, -2.5]])).toBe(`${MARK}"7","-2.5"\r\n`);
});

test("a file says that it is UTF-8, also when it is empty", () => {
  expect(csv([])).toBe(MARK);
});

test("quotes are doubled, and lines end as RFC 4180 asks", () => {
  expect(
    csv([
      ["a", 'Anna "Nan" Berg, Jr.'],
      ["b", "two\nlines"],
    ]),
  ).toBe(`${MARK}"a","Anna ""Nan"" Berg, Jr."\r\n"b","two\nlines"\r\n`);
});
