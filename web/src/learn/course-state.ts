// A learner's course, as loaded and as it goes on.
import { useEffect, useRef } from "preact/hooks";

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
  const answers = useRef<Answer[]>([]);
  const course = useLoaded(async () => {
    const before = answers.current.length;
    const loaded = await answered(api.GET("/my-courses/{slug}", { params: { path: { slug } } }));
    // What was answered meanwhile may be newer than what was loaded.
    return answers.current.slice(before).reduce(withAnswer, loaded);
  }, slug);
  const latest = useRef(course);
  latest.current = course;
  useEffect(
    () =>
      outbox().onAnswer((answer) => {
        if (answer.slug !== slug) return;
        answers.current.push(answer);
        const { data, replace, reload } = latest.current;
        if (data) replace(withAnswer(data, answer));
        if (!data || changesMore(data, answer)) void reload();
      }),
    [slug],
  );
  useLookedAtAgain(() => void course.reload());
  useCompletion(course);
  return course;
}

/** The course with what an answer says of its lessons. */
export function withAnswer(course: CourseProgress, { slug, results }: Answer): CourseProgress {
  if (slug !== course.slug) return course;
  const standings = new Map(results.flatMap(({ lesson }) => (lesson ? [[lesson.lesson_id, lesson]] : [])));
  const lessons = course.lessons.map((lesson) => ({ ...lesson, ...standings.get(lesson.lesson_id) }));
  return { ...course, lessons };
}

/** Whether an answer has to do with more than how far a lesson is, so that the API has to be asked how things stand. */
export function changesMore(course: CourseProgress, { results }: Answer): boolean {
  return results.some(({ lesson }) => {
    const before = course.lessons.find((other) => other.lesson_id === lesson?.lesson_id);
    return before === undefined || (lesson?.completed_at === null) !== (before.completed_at === null);
  });
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
