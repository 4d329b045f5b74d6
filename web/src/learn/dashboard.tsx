import { useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { Laurel, Play } from "../ui/icons";
import { formatTime } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { CourseCard } from "./course-card";
import { lessonPath } from "./paths";
import { useMyCourses } from "./use-my-courses";
import { LoadError } from "./load-error";

/** The learner's home page: the lesson to continue or to start with, and all courses. */
export function Dashboard() {
  useTitle(t("layout.my_courses"));
  const loaded = useMyCourses();
  const { data, error, showMore } = loaded;
  return (
    <div class="dashboard">
      <h1>{t("layout.my_courses")}</h1>
      <LoadError resource={loaded} />
      {!data && error === undefined && <p class="loading">{t("dashboard.loading")}</p>}
      {data?.continue_watching && <Continue lesson={data.continue_watching} />}
      {data?.items.length === 0 && <NoCourses />}
      {data && data.items.length > 0 && <Courses page={data} showMore={showMore} />}
    </div>
  );
}

function Continue({ lesson }: { lesson: Schemas["ContinueWatching"] }) {
  return (
    <section aria-labelledby="continue-watching">
      <h2 id="continue-watching">{t(lesson.started ? key("dashboard.continue") : key("dashboard.start"))}</h2>
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
  if (!started) return t("dashboard.start_lesson");
  return position_seconds >= 1 ? t("dashboard.resume", { time: formatTime(position_seconds) }) : t("next_lesson");
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
    announce(t("dashboard.more_loaded", { count: items.length - count, shown: items.length }));
  };
  return (
    <section aria-labelledby="all-courses">
      <h2 id="all-courses">{t("dashboard.all")}</h2>
      <ul class="cards" role="list" ref={list}>
        {page.items.map((course) => (
          <CourseCard key={course.course_id} course={course} />
        ))}
      </ul>
      {page.next_cursor !== null && (
        <div class="more-courses">
          {hasFailed && <p>{t("dashboard.more_failed")}</p>}
          <button class="button" aria-disabled={busy} onClick={() => void loadMore()}>
            {t(busy ? key("loading") : key("show_more"))}
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
      <h2>{t("dashboard.none")}</h2>
      <p>{t("dashboard.none_text")}</p>
      <p class="faint">{t("dashboard.none_hint")}</p>
    </section>
  );
}

function nextFrame(): Promise<unknown> {
  return new Promise(requestAnimationFrame);
}
