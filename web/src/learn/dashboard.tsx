import { useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { announce } from "../ui/announcer";
import { Laurel, Play } from "../ui/icons";
import { formatTime, pluralize } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { CourseCard } from "./course-card";
import { useMyCourses } from "./use-my-courses";
import { LoadError } from "./load-error";

/** Where a learner begins: the lesson to go on with, one tap away, and every course. */
export function Dashboard() {
  useTitle("My courses");
  const loaded = useMyCourses();
  const { data, error, showMore } = loaded;
  return (
    <div class="dashboard">
      <h1>My courses</h1>
      <LoadError resource={loaded} />
      {!data && error === undefined && <p class="loading">Looking for your courses…</p>}
      {data?.continue_watching && <Continue lesson={data.continue_watching} />}
      {data?.items.length === 0 && <NoCourses />}
      {data && data.items.length > 0 && <Courses page={data} showMore={showMore} />}
    </div>
  );
}

function Continue({ lesson }: { lesson: Schemas["ContinueWatching"] }) {
  return (
    <section aria-labelledby="continue-watching">
      <h2 id="continue-watching">Continue watching</h2>
      <a class="card continue" href={`/learn/${lesson.course_slug}/${encodeURIComponent(lesson.lesson_id)}`}>
        <span class="continue-sign">
          <Play />
        </span>
        <span class="continue-words">
          <span dir="auto">{lesson.course_title}</span> <strong dir="auto">{lesson.lesson_title}</strong>{" "}
          <span class="faint">
            {lesson.position_seconds >= 1 ? `at ${formatTime(lesson.position_seconds)}` : "next lesson"}
          </span>
        </span>
      </a>
    </section>
  );
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
    // Whoever asked for more goes on with the first of them.
    items[count]?.querySelector("a")?.focus();
    announce(`${items.length - count} more, ${pluralize(items.length, "course")} so far.`);
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
          {hasFailed && <p>They did not arrive. Please try again.</p>}
          <button class="button" aria-disabled={busy} onClick={() => void loadMore()}>
            {busy ? "One moment…" : "Show more"}
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
        As soon as you are enrolled in a course, it appears on this page. You can leave at any moment: how far you are
        is kept, on every device that you sign in on.
      </p>
      <p class="faint">Enrolled a moment ago? Come back to this page; it looks again by itself.</p>
    </section>
  );
}

function nextFrame(): Promise<unknown> {
  return new Promise(requestAnimationFrame);
}
