import { useEffect, useRef, useState } from "preact/hooks";

import { type RejectedEvent, outbox, type SyncStatus } from "../outbox";
import { useOutbox } from "../outbox/use-outbox";
import { announce } from "../ui/announcer";
import { Check } from "../ui/icons";
import type { CourseProgress } from "./use-course";

/** One line on whether progress has been sent, and a notice of progress that the API rejected. */
export function SyncStatusLine({ course }: { course: CourseProgress }) {
  const sync = useOutbox().status();
  // "Saved" says that something was: it is left out until then.
  const [recordedBefore] = useState(sync.recorded);
  const isShown = sync.state !== "saved" || sync.recorded > recordedBefore;
  useStatusAnnouncement(sync, isShown);
  return (
    <>
      {sync.rejected.length > 0 && <RejectedNotice course={course} dropped={sync.rejected} />}
      {isShown && (
        <div class="study-sync" data-sync={sync.state}>
          <p>
            {sync.state === "saved" && <Check />} {syncText(sync)}
          </p>
          {sync.state === "unreachable" && <RetryButton />}
        </div>
      )}
    </>
  );
}

function RetryButton() {
  const [isRetrying, setRetrying] = useState(false);
  const retry = async () => {
    setRetrying(true);
    await outbox().retry();
    setRetrying(false);
  };
  return (
    <button class="button" aria-disabled={isRetrying} onClick={() => void (isRetrying || retry())}>
      {isRetrying ? "Trying…" : "Try again"}
    </button>
  );
}

/** The sync status as text. */
export function syncText({ state, pending }: Pick<SyncStatus, "state" | "pending">): string {
  switch (state) {
    case "saved":
      return "Saved";
    case "saving":
      return "Saving…";
    case "offline":
      return `Offline. Your progress is saved on this device and will be sent when you are back online (${pending} pending)`;
    case "unreachable":
      return `The service does not respond. Your progress is saved on this device and will be sent again shortly (${pending} pending)`;
    case "busy":
      return `The service is busy. Your progress is saved on this device and will be sent again shortly (${pending} pending)`;
    case "ended":
      return `Your session has expired. Your progress is saved on this device and will be sent when you sign in again (${pending} pending)`;
  }
}

/** Announces problems and their end; routine saves are not announced. */
function useStatusAnnouncement(sync: SyncStatus, isShown: boolean): void {
  const hasProblem = sync.state !== "saved" && sync.state !== "saving";
  const hadProblem = useRef(hasProblem);
  useEffect(() => {
    if (hasProblem) announce(syncText(sync));
    else if (isShown && sync.state === "saved" && hadProblem.current) announce("Saved");
    if (hasProblem || sync.state === "saved") hadProblem.current = hasProblem;
  }, [sync.state]);
}

function RejectedNotice({ course, dropped }: { course: CourseProgress; dropped: readonly RejectedEvent[] }) {
  const title = (id: string) => course.lessons.find((lesson) => lesson.lesson_id === id)?.title ?? id;
  const sentences = new Set(dropped.map(({ lessonId, code }) => `${title(lessonId)}: ${rejectionReason(code)}`));
  return (
    <div class="notice notice-bad" role="alert">
      <div>
        <p>Some of your progress could not be recorded:</p>
        <ul>
          {[...sentences].map((sentence) => (
            <li key={sentence} dir="auto">
              {sentence}
            </li>
          ))}
        </ul>
      </div>
      <button class="button" onClick={() => outbox().dismissRejected()}>
        Dismiss
      </button>
    </div>
  );
}

/** Why the API rejected an event. */
export function rejectionReason(code: string): string {
  switch (code) {
    case "lesson_not_found":
      return "the lesson is no longer part of the course.";
    case "completion_not_allowed":
      return "learners cannot mark this kind of lesson as complete.";
    case "invalid_range":
      return "the video’s length does not match the course settings.";
    case "not_enrolled":
      return "you are not enrolled in this course.";
    case "access_ended":
      return "your access to this course has ended.";
    case "course_not_found":
      return "the course is no longer available.";
    default:
      return "the service could not process it.";
  }
}
