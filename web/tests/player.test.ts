import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { add, merge, type Range, totalSeconds, clip } from "../src/played";
import { follow, type Options, type Report } from "../src/player";

/** A page, as far as a video needs one. */
class FakePage extends EventTarget {
  visibilityState = "visible";
  readonly defaultView = new EventTarget();

  hide() {
    this.visibilityState = "hidden";
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

/** A video that plays as the standard says, second by second, without a picture. */
class FakeVideo extends EventTarget {
  readonly ownerDocument = new FakePage();
  readyState = 0;
  paused = true;
  playbackRate = 1;
  /** What a learner really saw: kept here apart from what the player is told. */
  seen: Range[] = [];
  #rendered: Range[] = [];
  #at = 0;

  constructor(readonly duration = 40) {
    super();
  }

  get currentTime() {
    return this.#at;
  }

  set currentTime(seconds: number) {
    this.#at = Math.max(0, Math.min(seconds, this.duration));
    this.tell("seeking", "timeupdate", "seeked");
  }

  get played(): TimeRanges {
    const ranges = this.#rendered;
    return {
      length: ranges.length,
      start: (place) => ranges[place]?.[0] ?? NaN,
      end: (place) => ranges[place]?.[1] ?? NaN,
    };
  }

  load() {
    this.readyState = 0;
    this.#at = 0;
    this.#rendered = [];
    this.paused = true;
    this.tell("emptied");
  }

  loaded() {
    this.readyState = 1;
    this.tell("loadedmetadata");
  }

  play() {
    if (this.#at >= this.duration) this.currentTime = 0;
    this.paused = false;
    this.tell("play");
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.tell("timeupdate", "pause");
  }

  /** Let time pass; `updates` is how often the page hears of it. */
  pass(wallSeconds: number, updates = 4 * wallSeconds) {
    for (let step = 0; step < Math.max(1, updates); step += 1) {
      const passed = wallSeconds / Math.max(1, updates);
      if (!this.paused) this.#advance(passed * this.playbackRate);
      if (!this.paused && updates > 0) this.tell("timeupdate");
      vi.advanceTimersByTime(passed * 1000);
    }
  }

  tell(...types: string[]) {
    for (const type of types) this.dispatchEvent(new Event(type));
  }

  #advance(seconds: number) {
    const to = Math.min(this.duration, this.#at + seconds);
    this.#rendered = add(this.#rendered, this.#at, to);
    this.seen = add(this.seen, this.#at, to);
    this.#at = to;
    if (to < this.duration) return;
    this.paused = true;
    this.tell("timeupdate", "pause", "ended");
  }
}

function followed(options: Partial<Options> = {}, video = new FakeVideo()) {
  const reports: Report[] = [];
  const player = follow(video as unknown as HTMLVideoElement, { report: (report) => reports.push(report), ...options });
  return { video, player, reports };
}

const played = (reports: readonly Report[]) => merge(...reports.map((report) => report.played));
/** To the millisecond, which is what reports say. */
const rounded = (ranges: readonly Range[]) => ranges.map(([start, end]): Range => [round(start), round(end)]);
const round = (second: number) => Math.round(second * 1000) / 1000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a player that is followed", () => {
  test("reports every thirty seconds of playing, what is new each time", () => {
    const { video, reports } = followed({}, new FakeVideo(100));
    video.loaded();
    video.play();
    video.pass(61);
    expect(reports.map((report) => rounded(report.played))).toEqual([[[0, 30]], [[30, 60]]]);
    expect(reports[1]?.position_seconds).toBe(60);
  });

  test("reports on pause, at the end, and when the page is hidden or left", () => {
    for (const [leave, at] of [
      [(video: FakeVideo) => video.pause(), 3],
      [(video: FakeVideo) => video.pass(60), 40],
      [(video: FakeVideo) => video.ownerDocument.hide(), 3],
      [(video: FakeVideo) => video.ownerDocument.defaultView.dispatchEvent(new Event("pagehide")), 3],
    ] as const) {
      const { video, reports } = followed();
      video.loaded();
      video.play();
      video.pass(3);
      leave(video);
      expect(played(reports)).toEqual([[0, at]]);
      expect(reports.at(-1)?.position_seconds).toBe(at);
    }
  });

  test("reports once where a learner ends who drags along the timeline", () => {
    const { video, reports } = followed();
    video.loaded();
    for (const second of [3, 9, 17, 30, 22]) {
      video.currentTime = second;
      video.pass(0.4, 1);
    }
    expect(reports).toEqual([]);
    video.pass(1);
    expect(reports).toEqual([{ position_seconds: 22, played: [] }]);
  });

  test("says nothing when there is nothing new", () => {
    const { video, player, reports } = followed({ startSeconds: 12 });
    video.loaded();
    video.pass(2);
    video.ownerDocument.hide();
    player.stop();
    expect(video.currentTime).toBe(12);
    expect(reports).toEqual([]);
  });

  test("counts what is played again once, at any speed", () => {
    const { video, reports } = followed();
    video.loaded();
    video.playbackRate = 16;
    video.play();
    video.pass(1);
    video.currentTime = 4;
    video.playbackRate = 0.5;
    video.pass(8);
    video.pause();
    expect(reports.map((report) => rounded(report.played)).flat()).toEqual([[0, 16]]);
  });

  test("never takes the place of the learner for the beginning before the video is there", () => {
    const { video, reports } = followed({ startSeconds: 25 });
    video.ownerDocument.hide();
    video.loaded();
    video.play();
    video.pass(2);
    video.load();
    video.ownerDocument.hide();
    video.loaded();
    expect(video.currentTime).toBe(27);
    video.play();
    video.pass(1);
    video.pause();
    expect(reports.map((report) => report.position_seconds)).toEqual([27, 28]);
    expect(played(reports)).toEqual([[25, 28]]);
  });

  test("reports nothing beyond the length that the API knows", () => {
    const { video, reports } = followed({ durationSeconds: 30 });
    video.loaded();
    video.play();
    video.pass(60);
    expect(played(reports)).toEqual([[0, 30]]);
    expect(reports.at(-1)?.position_seconds).toBe(30);
  });

  test("is not followed any longer once that is stopped, and loses nothing by it", () => {
    const { video, player, reports } = followed();
    video.loaded();
    video.play();
    video.pass(2);
    player.stop();
    video.pass(20);
    video.pause();
    expect(reports).toEqual([{ position_seconds: 2, played: [[0, 2]] }]);
  });

  test("reports what was really played, whatever a learner does", () => {
    const act = fc.oneof(
      fc.record({ play: fc.integer({ min: 1, max: 20 }), updates: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ seek: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ rate: fc.constantFrom(0.25, 1, 1.5, 2, 16) }),
      fc.constant({ pause: true }),
      fc.constant({ hide: true }),
      fc.constant({ again: true }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), fc.integer({ min: 20, max: 45 }), (acts, durationSeconds) => {
        const { video, player, reports } = followed({ durationSeconds });
        video.loaded();
        for (const done of acts) {
          if ("play" in done) {
            if (video.paused) video.play();
            video.pass(done.play, done.updates);
          } else if ("seek" in done) video.currentTime = done.seek;
          else if ("rate" in done) video.playbackRate = done.rate;
          else if ("pause" in done) video.pause();
          else if ("hide" in done) video.ownerDocument.hide();
          else {
            video.pause();
            video.load();
            video.loaded();
          }
        }
        player.stop();
        const really = clip(video.seen, 0, durationSeconds);
        // Each range is told in whole milliseconds.
        expect(Math.abs(totalSeconds(played(reports)) - totalSeconds(really))).toBeLessThan(0.01);
        expect(rounded(played(reports))).toEqual(merge(rounded(really)));
        // Nothing twice, and nothing for nothing.
        const total = reports.reduce((sum, report) => sum + totalSeconds(report.played), 0);
        expect(Math.abs(total - totalSeconds(played(reports)))).toBeLessThan(0.01);
        reports.forEach((report, place) => {
          const before = reports[place - 1]?.position_seconds ?? 0;
          expect(report.played.length > 0 || report.position_seconds !== before).toBe(true);
        });
      }),
    );
  });
});
