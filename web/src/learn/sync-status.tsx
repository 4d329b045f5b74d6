import { useEffect, useRef } from "preact/hooks";

import { type RejectedEvent, outbox, type SyncStatus } from "../outbox";
import { useOutbox } from "../outbox/use-outbox";
import { announce } from "../ui/announcer";
import { Check } from "../ui/icons";
import type { CourseProgress } from "./use-course";

/** Whether what was done here has arrived, in a line; and what could not be counted, as a notice. */
export function SyncStatusLine({ course }: { course: CourseProgress }) {
  const sync = useOutbox().status();
  useStatusAnnouncement(sync);
  return (
    <>
      {sync.rejected.length > 0 && <RejectedNotice course={course} dropped={sync.rejected} />}
      <p class={`study-sync study-sync-${sync.state}`} data-sync={sync.state}>
        {sync.state === "saved" && <Check />} {syncText(sync)}
      </p>
    </>
  );
}

/** How things stand, in words. */
export function syncText({ state, pending }: SyncStatus): string {
  switch (state) {
    case "saved":
      return "Saved";
    case "saving":
      return "Saving…";
    case "offline":
      return `Offline: kept on this device, sent when the network is back (${pending} waiting)`;
    case "busy":
      return `The service is busy: kept on this device, sent again in a moment (${pending} waiting)`;
    case "ended":
      return `Session ended: kept on this device, sent when you sign in again (${pending} waiting)`;
  }
}

/** Trouble is said, and its end; that all goes well is not. */
function useStatusAnnouncement(sync: SyncStatus): void {
  const hasProblem = sync.state !== "saved" && sync.state !== "saving";
  const hadProblem = useRef(hasProblem);
  useEffect(() => {
    if (hasProblem) announce(syncText(sync));
    else if (sync.state === "saved" && hadProblem.current) announce("Saved");
    if (hasProblem || sync.state === "saved") hadProblem.current = hasProblem;
  }, [sync.state]);
}

function RejectedNotice({ course, dropped }: { course: CourseProgress; dropped: readonly RejectedEvent[] }) {
  const title = (id: string) => course.lessons.find((lesson) => lesson.lesson_id === id)?.title ?? id;
  const sentences = new Set(dropped.map(({ lessonId, code }) => `${title(lessonId)}: ${rejectionReason(code)}`));
  return (
    <div class="notice notice-bad" role="alert">
      <div>
        <p>Something that you did could not be counted.</p>
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

/** Why the API counts an event for nothing, in words. */
export function rejectionReason(code: string): string {
  switch (code) {
    case "lesson_not_found":
      return "the lesson is no longer part of the course.";
    case "completion_not_allowed":
      return "this kind of lesson is not marked as done by learners.";
    case "invalid_range":
      return "the video is longer or shorter than the course says.";
    case "not_enrolled":
      return "you are not enrolled in this course.";
    case "access_ended":
      return "your access to this course has ended.";
    case "course_not_found":
      return "the course is not there any more.";
    default:
      return "the service could not read it.";
  }
}
