import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { captionsOf, languageOf, videoUrl, articleUrl } from "../src/learn/lesson-media";
import type { LessonProps } from "../src/learn/lesson-props";
import { loadConfig } from "../src/config";
import { readPreferences, RATES } from "../src/watch/preferences";
import { shortcutOf } from "../src/watch/shortcuts";
import { stretches } from "../src/watch/stretches";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a timeline", () => {
  test("has what was played, and what was skipped before the last of it", () => {
    expect(stretches(new Set([2, 3, 7]))).toEqual([
      { kind: "skipped", start: 0, end: 2 },
      { kind: "played", start: 2, end: 4 },
      { kind: "skipped", start: 4, end: 7 },
      { kind: "played", start: 7, end: 8 },
    ]);
    expect(stretches(new Set())).toEqual([]);
  });

  test("shows each hundredth once, in turns", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 99 })), (parts) => {
        const found = stretches(new Set(parts));
        const shown = found.flatMap(({ kind, start, end }) =>
          Array.from({ length: end - start }, (_, at) => ({ kind, part: start + at })),
        );
        expect(shown.map(({ part }) => part)).toEqual(shown.map((_, at) => at));
        const played = shown.filter(({ kind }) => kind === "played").map(({ part }) => part);
        expect(played).toEqual(parts.toSorted((one, other) => one - other));
        found.slice(1).forEach(({ kind }, at) => expect(kind).not.toBe(found[at]?.kind));
        if (found.length > 0) expect(found.at(-1)?.kind).toBe("played");
      }),
    );
  });
});

/** An element, as far as `closest` is asked. */
class FakeElement {
  constructor(private readonly selector: string) {}

  closest(selectors: string) {
    return selectors.split(", ").includes(this.selector) ? this : null;
  }
}

describe("a key", () => {
  const press = (key: string, more: object = {}) =>
    shortcutOf({ key, target: new FakeElement("main"), ...more } as unknown as KeyboardEvent);

  beforeEach(() => {
    vi.stubGlobal("Element", FakeElement);
  });

  test("controls the video, in small letters and capitals", () => {
    expect(["k", "K", "j", "l", "<", ">", "c", "m", "f", "?"].map((key) => press(key))).toEqual(
      ["toggle", "toggle", "back", "forward", "slower", "faster", "captions", "mute", "fullscreen", "help"], // prettier-ignore
    );
  });

  test("is left to the browser if it means nothing here", () => {
    for (const key of [" ", "ArrowLeft", "Tab", "Enter", "x", "constructor"]) expect(press(key)).toBeUndefined();
  });

  test("does nothing while somebody types, in a dialog, or with another key", () => {
    for (const field of ["input:not([type=range])", "select", "textarea", "[contenteditable]", "dialog"])
      expect(press("k", { target: new FakeElement(field) })).toBeUndefined();
    for (const other of ["ctrlKey", "metaKey", "altKey", "defaultPrevented"])
      expect(press("k", { [other]: true })).toBeUndefined();
  });
});

describe("preferences", () => {
  const read = (text: string | null) => {
    vi.stubGlobal("localStorage", { getItem: () => text });
    return readPreferences();
  };

  test("are those that were stored", () => {
    for (const rate of RATES)
      expect(read(JSON.stringify({ rate, captions: true, shortcuts: false }))).toEqual({
        rate,
        captions: true,
        shortcuts: false,
      });
  });

  test("are the defaults where nothing is stored, or nothing that makes sense", () => {
    const defaults = { rate: 1, captions: false, shortcuts: true };
    for (const text of [null, "", "{", "null", "7", "[]", '{"rate":16}', '{"rate":"2","captions":1,"shortcuts":null}'])
      expect(read(text)).toEqual(defaults);
    vi.stubGlobal("localStorage", undefined);
    expect(readPreferences()).toEqual(defaults);
  });
});

describe("the media of a lesson", () => {
  const props = (lesson: object) =>
    ({
      course: { course_id: "bees" },
      lesson: { lesson_id: "one", video_url: null, captions_url: null, article_url: null, ...lesson },
    }) as unknown as LessonProps;
  const configured = async (config: object) => {
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json(config)));
    await loadConfig();
  };

  beforeEach(async () => {
    vi.stubGlobal("location", new URL("https://pages.example/learn"));
    await configured({
      video_url: "/v/{course_id}/{lesson_id}.mp4",
      captions_url: "https://media.example/{lesson_id}.de.vtt",
      article_url: "/a/{lesson_id}.html",
    });
  });

  test("are the deployment's where it has none of its own", () => {
    expect(videoUrl(props({}))).toBe("/v/bees/one.mp4");
    expect(captionsOf(props({}))).toMatchObject({ url: "https://media.example/one.de.vtt", isCrossOrigin: true });
    expect(articleUrl(props({}))).toBe("/a/one.html");
  });

  test("are its own where it has some", () => {
    const own = props({ video_url: "/media/x.mp4", captions_url: "/media/x.vtt", article_url: "/media/x.html" });
    expect(videoUrl(own)).toBe("/media/x.mp4");
    expect(captionsOf(own)).toEqual({
      url: "/media/x.vtt",
      language: undefined,
      label: "Captions",
      isCrossOrigin: false,
    });
    expect(articleUrl(own)).toBe("/media/x.html");
  });

  test("do not mix the deployment's captions with a video of its own", () => {
    expect(captionsOf(props({ video_url: "/media/x.mp4" }))).toBeNull();
  });

  test("may have no captions and no article", async () => {
    await configured({ video_url: "/v.mp4", article_url: "" });
    expect(captionsOf(props({}))).toBeNull();
    expect(articleUrl(props({}))).toBeNull();
  });

  test("name the language of captions as those who read it do", () => {
    expect(captionsOf(props({}))).toMatchObject({ language: "de", label: "Deutsch" });
    expect(languageOf("/media/x.pt-BR.vtt")).toBe("pt-BR");
    expect(languageOf("https://media.example/x.ar.vtt?v=2#a.de.vtt")).toBe("ar");
    for (const url of ["/media/clip.vtt", "/media/de.vtt", "/media/x.qqq.vtt", "/media/x.en", "/x.a-b-c.vtt"])
      expect(languageOf(url)).toBeUndefined();
  });
});
