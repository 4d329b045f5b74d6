import { afterEach, describe, expect, it } from "vitest";

import { bestLanguage, localeOf } from "../src/texts/languages";
import { chooseLanguage, language, onLanguageChange, rich, t } from "../src/texts/texts";
import { formatDate, formatList, formatPercent } from "../src/ui/format";

afterEach(() => chooseLanguage("en"));

describe("the suggested language", () => {
  it.each([
    [["pt-BR", "en"], "pt"],
    [["nl", "VI"], "vi"],
    [["nl"], "en"],
    [[null, "constructor", "fr-CA"], "fr"],
    [[], "en"],
  ])("of %j is %s", (wanted, expected) => {
    expect(bestLanguage(wanted)).toBe(expected);
  });
});

describe("a text", () => {
  it.each([
    ["en", 1, "1 of 1 lesson"],
    ["pl", 5, "1 z 5 lekcji"],
    ["ar", 2, "1 من درسين"],
    ["ar", 5, "1 من 5 دروس"],
    ["de", 12_345, "1 von 12.345 Lektionen"],
  ] as const)("in %s about %d has the right plural", async (chosen, count, expected) => {
    await chooseLanguage(chosen);
    expect(t("card.lessons", { done: 1, count })).toBe(expected);
  });

  it("is filled in with elements", () => {
    const date = <b>today</b>;
    expect(rich("completed_on", { date })).toEqual(["Completed on ", date]);
  });
});

it("numbers and dates follow the language of the page", async () => {
  await chooseLanguage("de");
  expect(formatDate("2026-11-22T12:00:00Z", "long", "UTC")).toBe("22. November 2026");
  expect(formatPercent(75)).toBe("75\u00a0%");
  expect(formatList(["A", "B", "C"])).toBe("A, B und C");
  await chooseLanguage("ar");
  expect(formatDate("2026-11-22T12:00:00Z", "long", "UTC")).toBe("22 نوفمبر 2026");
});

it("the browser says for which country numbers and dates are", () => {
  expect(localeOf("en", ["de-AT", "en-GB", "en-US"])).toBe("en-GB");
  expect(localeOf("fr", ["de-AT"])).toBe("fr");
  expect(localeOf("ar", ["ar-EG-u-nu-arab"])).toBe("ar-EG-u-nu-latn");
});

it("who listens hears of another language once it is shown", async () => {
  const heard: string[] = [];
  const stop = onLanguageChange(() => heard.push(language()));
  await chooseLanguage("vi");
  stop();
  await chooseLanguage("fr");
  expect(heard).toEqual(["vi"]);
});
