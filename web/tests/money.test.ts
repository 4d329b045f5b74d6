import fc from "fast-check";
import { expect, test } from "vitest";

import { decimals, formatMoney } from "../src/manage/money";

test.each([
  [4900, "eur", "€49.00"],
  [500, "jpy", "¥500"],
  [5120, "kwd", "KWD 5.120"],
  [1, "usd", "$0.01"],
  [123456789, "usd", "$1,234,567.89"],
  [500, "isk", "ISK 5.00"],
  [0, "clp", "CLP 0"],
])("%i minor units of %s are %s", (amount, currency, said) => {
  expect(formatMoney(amount, currency, "en").replaceAll("\u00a0", " ")).toBe(said);
});

test("an amount keeps every minor unit", () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom("eur", "usd", "jpy", "krw", "kwd", "bhd", "isk"), (amount, currency) => {
      const digits = formatMoney(amount, currency, "en").replace(/[^0-9]/g, "");
      expect(Number(digits)).toBe(amount);
      const said = formatMoney(amount, currency, "en").split(".")[1] ?? "";
      expect(said).toHaveLength(decimals(currency));
    }),
  );
});

test("an amount in the reader's own way", () => {
  expect(formatMoney(123456, "eur", "de").replaceAll("\u00a0", " ")).toBe("1.234,56 €");
});

test("a currency that nobody told, or that is none, is no reason to say nothing", () => {
  expect(formatMoney(1200, null, "en")).toBe("1,200 (currency unknown)");
  expect(formatMoney(1200, "points", "en")).toBe("12.00 points");
});
