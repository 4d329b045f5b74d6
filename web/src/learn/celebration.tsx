import { useEffect, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { usePerson } from "../session/use-session";
import { key, rich, t } from "../texts/texts";
import { Dialog } from "../ui/dialog";
import { Laurel } from "../ui/icons";
import { formatDate } from "../ui/format";
import { shouldCelebrate } from "./celebration-state";
import { Confetti } from "./confetti";
import { certificatePath, lessonPath } from "./paths";

type Course = Schemas["CourseProgress"];

interface Props {
  course: Course;
}

/** Congratulates once, on a device that has seen the course incomplete before. Renders nothing otherwise. */
export function Celebration({ course }: Props) {
  const [open, setOpen] = useCelebration(course);
  usePausedVideos(open);
  const close = () => setOpen(false);
  const handleClosed = () => {
    close();
    // The element that had focus may be gone, such as the link to the last lesson: focus the page instead.
    if (document.activeElement?.matches("body, dialog *"))
      document.querySelector("main")?.focus({ preventScroll: true });
  };
  return (
    <Dialog open={open} label={t("celebration.label", { title: course.title })} onClose={handleClosed}>
      <Confetti />
      <div class="celebration">
        <Laurel />
        <h2 tabIndex={-1} autofocus>
          {rich("celebration.title", { title: <bdi>{course.title}</bdi> })}
        </h2>
        <p class="faint">
          {course.completed_at === null
            ? t("celebration.lessons", { count: course.completed_lessons })
            : t("celebration.lessons_on", { count: course.completed_lessons, date: formatDate(course.completed_at) })}
        </p>
        <CertificateStep course={course} onLeave={close} />
        <button class="button button-quiet" onClick={close}>
          {t("close")}
        </button>
      </div>
    </Dialog>
  );
}

/** Leads to the certificate, where the learner confirms the name before it is issued; or to the lesson that is missing. */
function CertificateStep({ course, onLeave }: { course: Course; onLeave: () => void }) {
  const { state } = course.certificate;
  if (state === "available" || state === "issued") {
    return (
      <>
        <p>{t(state === "available" ? key("celebration.ready") : key("celebration.issued"))}</p>
        <p>
          <a class="button button-main" href={certificatePath(course.slug)} onClick={onLeave}>
            {t(state === "available" ? key("celebration.get") : key("celebration.go"))}
          </a>
        </p>
      </>
    );
  }
  if (state !== "locked" || course.next_lesson === null) return null;
  return (
    <p>
      {t("celebration.missing", { count: course.missing_lessons.length })}{" "}
      <a href={lessonPath(course.slug, course.next_lesson)} onClick={onLeave}>
        {t("celebration.continue")}
      </a>
    </p>
  );
}

/** Whether to celebrate: decided while the page is visible, so that a background tab does not use it up. */
function useCelebration(course: Course) {
  const [open, setOpen] = useState(false);
  const userId = usePerson()?.userId;
  const completed = course.completed_at !== null;
  useEffect(() => {
    if (userId === undefined) return;
    const check = async () => {
      if (completed && document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", listener);
      if (await shouldCelebrate(userId, course.course_id, completed)) setOpen(true);
    };
    const listener = () => void check();
    document.addEventListener("visibilitychange", listener);
    listener();
    return () => document.removeEventListener("visibilitychange", listener);
  }, [userId, course.course_id, completed]);
  return [open, setOpen] as const;
}

/** Pauses playing videos while the dialog is open, and resumes them afterwards. */
function usePausedVideos(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    const playing = [...document.querySelectorAll("video")].filter((video) => !video.paused && !video.ended);
    for (const video of playing) video.pause();
    return () => {
      // The browser may block autoplay, and the video may be gone.
      for (const video of playing) video.play().catch(() => undefined);
    };
  }, [open]);
}
