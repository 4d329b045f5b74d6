// A learner's course, kept up to date.
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
 * A course with its lessons, reloaded when the user returns to the page, when the API responds to progress from this
 * or another tab, and, after the last lesson, until the course is complete.
 */
export function useCourse(slug: string): Resource<CourseProgress> {
  const responses = useRef<ProgressResponse[]>([]);
  const course = useResource(
    async () => {
      const before = responses.current.length;
      const loaded = await unwrap(api.GET("/my-courses/{slug}", { params: { path: { slug } } }));
      // Responses that arrived during the request may be newer than its result.
      return responses.current.slice(before).reduce(applyResponse, loaded);
    },
    slug,
    `course ${slug}`,
  );
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

/** The course with the lessons' progress from a response. */
export function applyResponse(course: CourseProgress, { slug, results }: ProgressResponse): CourseProgress {
  if (slug !== course.slug) return course;
  const standings = new Map(results.flatMap(({ lesson }) => (lesson ? [[lesson.lesson_id, lesson]] : [])));
  const lessons = course.lessons.map((lesson) => ({ ...lesson, ...standings.get(lesson.lesson_id) }));
  return { ...course, lessons };
}

/** Whether a response affects more than a lesson's progress, so that the course has to be loaded again. */
export function needsReload(course: CourseProgress, { results }: ProgressResponse): boolean {
  return results.some(({ lesson }) => {
    const before = course.lessons.find((other) => other.lesson_id === lesson?.lesson_id);
    return before === undefined || (lesson?.completed_at === null) !== (before.completed_at === null);
  });
}

/** The API detects completion asynchronously, shortly after the last lesson: poll for it, with growing delays. */
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
