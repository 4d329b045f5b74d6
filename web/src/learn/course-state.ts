// A learner's course, as loaded and as it goes on.
import { useCallback, useEffect, useRef } from "preact/hooks";

import { answered, api, type Schemas } from "../api/client";
import { type Answer, outbox } from "../outbox";
import { useLookedAtAgain } from "../ui/use-looked-at-again";
import { type Loaded, useLoaded } from "../ui/use-loaded";

export type CourseProgress = Schemas["CourseProgress"];
export type LessonStanding = Schemas["LessonStanding"];

const FIRST_POLL_MS = 1000;
const MOST_POLLS = 10;

/**
 * One course of the learner, with every lesson, kept up to date: when the page is looked at again, when the API has
 * answered for something that was done here or in another tab, and until a course whose last lesson is complete is
 * found to be complete.
 */
export function useCourse(slug: string): Loaded<CourseProgress> {
  const course = useLoaded(() => answered(api.GET("/my-courses/{slug}", { params: { path: { slug } } })), slug);
  useLookedAtAgain(() => void course.reload());
  useAnswers(slug, course);
  useCompletion(course);
  return course;
}

/** An answer says where a lesson stands; the rest of the course is asked for only when that may have changed it. */
function useAnswers(slug: string, course: Loaded<CourseProgress>): void {
  const latest = useRef(course);
  latest.current = course;
  const hear = useCallback(
    (answer: Answer) => {
      if (answer.slug !== slug) return;
      const { data, replace, reload } = latest.current;
      const changed = data && withAnswer(data, answer);
      if (changed) replace(changed);
      else void reload();
    },
    [slug],
  );
  useEffect(() => outbox().onAnswer(hear), [hear]);
}

/** The course with what an answer says of its lessons, or null when the API has to be asked. */
export function withAnswer(course: CourseProgress, { results }: Answer): CourseProgress | null {
  let lessons = course.lessons;
  for (const { lesson } of results) {
    const before = lessons.find((other) => other.lesson_id === lesson?.lesson_id);
    if (!lesson || !before || (lesson.completed_at !== null) !== (before.completed_at !== null)) return null;
    lessons = lessons.map((other) => (other === before ? { ...other, ...lesson } : other));
  }
  return { ...course, lessons };
}

/** The moment of completion is written a little after the last lesson's: look for it, gently. */
function useCompletion(course: Loaded<CourseProgress>): void {
  const { data, reload } = course;
  const awaited = data !== undefined && data.published_lessons > 0 && data.lessons_needed === 0 && !data.completed_at;
  const slug = data?.slug;
  useEffect(() => {
    if (!awaited) return;
    let polls = 0;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = () => {
      if (left || polls === MOST_POLLS) return;
      timer = setTimeout(() => void reload().then(poll), FIRST_POLL_MS * 1.4 ** polls);
      polls += 1;
    };
    poll();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [awaited, slug]);
}
