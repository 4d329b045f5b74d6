import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type CourseProgress, type LessonStanding, needsReload, applyResponse } from "../src/learn/use-course";
import { resumePosition } from "../src/learn/resume-position";
import { syncText } from "../src/learn/sync-status";
import { percentWatched } from "../src/learn/percent-watched";
import { hundredths, merge, type Range, subtract } from "../src/played";

const SECOND = fc.integer({ min: 0, max: 400 }).map((tenth) => tenth / 10);
const RANGES = fc.array(fc.tuple(SECOND, SECOND), { maxLength: 6 }).map((ranges) => merge(ranges));
const durationSeconds = 40;

describe("how much of a video is watched", () => {
  test("is what the API says once nothing is pending", () => {
    fc.assert(
      fc.property(RANGES, fc.integer({ min: 0, max: 100 }), (played, counted) => {
        expect(percentWatched({ durationSeconds, percentWatched: counted, known: played, pending: [] })).toBe(counted);
      }),
    );
  });

  test("grows as one plays from the beginning on, to what the API will say", () => {
    let before = -1;
    for (let second = 0; second <= 40; second += 0.25) {
      const answered: Range[] = [[0, Math.min(second, 12)]];
      const counted = hundredths(answered, durationSeconds).size;
      const played: Range[] = [[0, second]];
      const pending = subtract(played, answered);
      const said = percentWatched({ durationSeconds, percentWatched: counted, known: answered, pending });
      expect(said).toBe(hundredths(played, durationSeconds).size);
      expect(said).toBeGreaterThanOrEqual(before);
      before = said;
    }
  });

  test("is never less than the API says, nor more than that and what is pending", () => {
    fc.assert(
      fc.property(RANGES, RANGES, RANGES, (earlier, sent, pending) => {
        const counted = hundredths(merge(earlier, sent), durationSeconds).size;
        const said = percentWatched({
          durationSeconds,
          percentWatched: counted,
          known: subtract(sent, pending),
          pending,
        });
        expect(said).toBeGreaterThanOrEqual(counted);
        expect(said).toBeLessThanOrEqual(Math.min(100, counted + hundredths(pending, durationSeconds).size));
      }),
    );
  });

  test("does not grow when what this page has played before is played again", () => {
    const known: Range[] = [[20, 30]];
    expect(percentWatched({ durationSeconds, percentWatched: 25, known, pending: [[0, 2]] })).toBe(30);
    expect(percentWatched({ durationSeconds, percentWatched: 25, known, pending: [[21, 23]] })).toBe(25);
  });
});

const LESSON: LessonStanding = {
  lesson_id: "one",
  title: "One",
  kind: "video",
  duration_seconds: 40,
  section: null,
  video_url: null,
  captions_url: null,
  article_url: null,
  percent_watched: 10,
  position_seconds: 25,
  completed_at: null,
  note: null,
};

describe("a video begins", () => {
  const at = (position_seconds: number | null) => ({ ...LESSON, position_seconds });

  test("where the learner was, or at the beginning", () => {
    expect(resumePosition(at(25), [])).toBe(25);
    expect(resumePosition(at(null), [])).toBe(0);
    expect(resumePosition(at(0.5), [])).toBe(0);
  });

  test("at the beginning again when the learner was at the end", () => {
    expect(resumePosition(at(40), [])).toBe(0);
    expect(resumePosition(at(39), [])).toBe(0);
    expect(resumePosition({ ...at(39), completed_at: "2026-01-12T08:30:00Z" }, [])).toBe(0);
  });

  test("where this device was, when the API does not know that yet", () => {
    const about = { event_id: "a", lesson_id: "one", occurred_at: "2026-01-12T08:30:00Z" };
    expect(resumePosition(at(25), [{ ...about, type: "playback", position_seconds: 31, played: [] }])).toBe(31);
    expect(resumePosition(at(25), [{ ...about, type: "completed" }])).toBe(25);
  });
});

describe("a course", () => {
  const course = { slug: "bees", lessons: [LESSON, { ...LESSON, lesson_id: "two" }] } as unknown as CourseProgress;
  const answer = (lesson: object) => ({
    slug: "bees",
    results: [{ event_id: "a", status: "recorded" as const, lesson: { lesson_id: "two", percent_watched: 20, position_seconds: 30, completed_at: null, ...lesson } }], // prettier-ignore
  });

  test("takes an answer's word for how far a lesson is", () => {
    const { lessons } = applyResponse(course, answer({}));
    expect(lessons.map((lesson) => lesson.percent_watched)).toEqual([10, 20]);
    expect(lessons[1]).toMatchObject({ title: "One", position_seconds: 30 });
    expect(needsReload(course, answer({}))).toBe(false);
    expect(applyResponse(course, { ...answer({}), slug: "bread" })).toEqual(course);
  });

  test("is asked for anew when a lesson turned complete, is not known, or was refused", () => {
    expect(needsReload(course, answer({ completed_at: "2026-01-12T08:30:00Z" }))).toBe(true);
    expect(needsReload(course, answer({ lesson_id: "three" }))).toBe(true);
    const refused = { event_id: "a", status: "rejected" as const, code: "access_ended" };
    expect(needsReload(course, { slug: "bees", results: [refused] })).toBe(true);
  });
});

test("how things stand is said in words, with how much waits", () => {
  expect(syncText({ state: "saved", pending: 0 })).toBe("Saved");
  expect(syncText({ state: "offline", pending: 3 })).toMatch(
    /^Offline\. Your progress is saved on this device.*\(3 pending\)$/,
  );
  expect(syncText({ state: "unreachable", pending: 1 })).toMatch(/^The service does not respond\. .*\(1 pending\)$/);
});
