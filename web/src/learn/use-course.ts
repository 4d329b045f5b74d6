// A learner's course, as loaded and as it goes on.
import { useEffect, useRef } from "preact/hooks";

import { unwrap, api, type Schemas } from "../api/client";
import { type ProgressResponse, outbox } from "../outbox";
import { useRefetchOnFocus } from "../ui/use-refetch-on-focus";
import { type Resource, useResource } from "../ui/use-resource";

export type CourseProgress = Schemas["CourseProgress"];
export type LessonStanding = Schemas["LessonStanding"];

const FIRST_POLL_MS = 1000;
const MAX_POLLS = 10;

/**
 * One course of the learner, with every lesson, kept up to date: when the page is looked at again, when the API has
 * answered for something that was done here or in another tab, and until a course whose last lesson is complete is
 * found to be complete.
 */
export function useCourse(slug: string): Resource<CourseProgress> {
  const responses = useRef<ProgressResponse[]>([]);
  const course = useResource(async () => {
    const before = responses.current.length;
    const loaded = await unwrap(api.GET("/my-courses/{slug}", { params: { path: { slug } } }));
    // What was answered meanwhile may be newer than what was loaded.
    return responses.current.slice(before).reduce(applyResponse, loaded);
  }, slug);
  const latest = useRef(course);
  latest.current = course;
  useEffect(
    () =>
      outbox().onResponse((response) => {
        if (response.slug !== slug) return;
        responses.current.push(response);
        const { data, setData, reload } = latest.current;
        if (data) setData(applyResponse(data, response));
        if (!data || needsReload(data, response)) void reload();
      }),
    [slug],
  );
  useRefetchOnFocus(() => void course.reload());
  useCompletionPolling(course);
  return course;
}

/** The course with what an answer says of its lessons. */
export function applyResponse(course: CourseProgress, { slug, results }: ProgressResponse): CourseProgress {
  if (slug !== course.slug) return course;
  const standings = new Map(results.flatMap(({ lesson }) => (lesson ? [[lesson.lesson_id, lesson]] : [])));
  const lessons = course.lessons.map((lesson) => ({ ...lesson, ...standings.get(lesson.lesson_id) }));
  return { ...course, lessons };
}

/** Whether an answer has to do with more than how far a lesson is, so that the API has to be asked how things stand. */
export function needsReload(course: CourseProgress, { results }: ProgressResponse): boolean {
  return results.some(({ lesson }) => {
    const before = course.lessons.find((other) => other.lesson_id === lesson?.lesson_id);
    return before === undefined || (lesson?.completed_at === null) !== (before.completed_at === null);
  });
}

/** The moment of completion is written a little after the last lesson's: look for it, gently. */
function useCompletionPolling(course: Resource<CourseProgress>): void {
  const { data, reload } = course;
  const isPending = data !== undefined && data.published_lessons > 0 && data.lessons_needed === 0 && !data.completed_at;
  const slug = data?.slug;
  useEffect(() => {
    if (!isPending) return;
    let polls = 0;
    let isUnmounted = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = () => {
      if (isUnmounted || polls === MAX_POLLS) return;
      timer = setTimeout(() => void reload().then(poll), FIRST_POLL_MS * 1.4 ** polls);
      polls += 1;
    };
    poll();
    return () => {
      isUnmounted = true;
      clearTimeout(timer);
    };
  }, [isPending, slug]);
}
