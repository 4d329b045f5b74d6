import { useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { announce } from "../ui/announcer";
import { Laurel, Play } from "../ui/icons";
import { formatTime, pluralize } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { CourseCard } from "./course-card";
import { lessonPath } from "./paths";
import { useMyCourses } from "./use-my-courses";
import { LoadError } from "./load-error";

/** The learner's home page: the lesson to continue or to start with, and all courses. */
export function Dashboard() {
  useTitle("My courses");
  const loaded = useMyCourses();
  const { data, error, showMore } = loaded;
  return (
    <div class="dashboard">
      <h1>My courses</h1>
      <LoadError resource={loaded} />
      {!data && error === undefined && <p class="loading">Loading your courses…</p>}
      {data?.continue_watching && <Continue lesson={data.continue_watching} />}
      {data?.items.length === 0 && <NoCourses />}
      {data && data.items.length > 0 && <Courses page={data} showMore={showMore} />}
    </div>
  );
}

function Continue({ lesson }: { lesson: Schemas["ContinueWatching"] }) {
  return (
    <section aria-labelledby="continue-watching">
      <h2 id="continue-watching">{lesson.started ? "Continue watching" : "Start learning"}</h2>
      <a class="card continue" href={lessonPath(lesson.course_slug, lesson.lesson_id)}>
        <span class="continue-icon">
          <Play />
        </span>
        <span class="continue-text">
          <span dir="auto">{lesson.course_title}</span> <strong dir="auto">{lesson.lesson_title}</strong>{" "}
          <span class="faint">{continueText(lesson)}</span>
        </span>
      </a>
    </section>
  );
}

function continueText({ started, position_seconds }: Schemas["ContinueWatching"]): string {
  if (!started) return "Start";
  return position_seconds >= 1 ? `Resume at ${formatTime(position_seconds)}` : "Next lesson";
}

function Courses({ page, showMore }: { page: Schemas["MyCourses"]; showMore: () => Promise<void> }) {
  const list = useRef<HTMLUListElement>(null);
  const [busy, setBusy] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const count = page.items.length;
  const loadMore = async () => {
    if (busy) return;
    setBusy(true);
    await showMore();
    await nextFrame();
    setBusy(false);
    const items = list.current?.children ?? [];
    setHasFailed(items.length <= count);
    if (items.length <= count) return;
    // Focus moves to the first of the new courses.
    items[count]?.querySelector("a")?.focus();
    announce(`${pluralize(items.length - count, "more course")} loaded, ${items.length} shown.`);
  };
  return (
    <section aria-labelledby="all-courses">
      <h2 id="all-courses">All courses</h2>
      <ul class="cards" role="list" ref={list}>
        {page.items.map((course) => (
          <CourseCard key={course.course_id} course={course} />
        ))}
      </ul>
      {page.next_cursor !== null && (
        <div class="more-courses">
          {hasFailed && <p>More courses could not be loaded. Please try again.</p>}
          <button class="button" aria-disabled={busy} onClick={() => void loadMore()}>
            {busy ? "Loading…" : "Show more"}
          </button>
        </div>
      )}
    </section>
  );
}

function NoCourses() {
  return (
    <section class="card no-courses">
      <Laurel />
      <h2>No courses yet</h2>
      <p>
        Your courses appear here as soon as you are enrolled. Your progress is saved automatically, on every device you
        sign in on.
      </p>
      <p class="faint">Just enrolled? This page updates when you come back to it.</p>
    </section>
  );
}

function nextFrame(): Promise<unknown> {
  return new Promise(requestAnimationFrame);
}
