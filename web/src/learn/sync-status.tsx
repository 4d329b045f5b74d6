import { useEffect, useRef, useState } from "preact/hooks";

import { type RejectedEvent, outbox, type SyncStatus } from "../outbox";
import { useOutbox } from "../outbox/use-outbox";
import { key, t, type PlainKey } from "../texts/texts";
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
      {t(isRetrying ? key("sync.retrying") : key("retry"))}
    </button>
  );
}

/** The sync status as text. */
export function syncText({ state, pending }: Pick<SyncStatus, "state" | "pending">): string {
  switch (state) {
    case "saved":
      return t("sync.saved");
    case "saving":
      return t("saving");
    case "offline":
      return t("sync.offline", { pending });
    case "unreachable":
      return t("sync.unreachable", { pending });
    case "busy":
      return t("sync.busy", { pending });
    case "ended":
      return t("sync.ended", { pending });
  }
}

/** Announces problems and their end; routine saves are not announced. */
function useStatusAnnouncement(sync: SyncStatus, isShown: boolean): void {
  const hasProblem = sync.state !== "saved" && sync.state !== "saving";
  const hadProblem = useRef(hasProblem);
  useEffect(() => {
    if (hasProblem) announce(syncText(sync));
    else if (isShown && sync.state === "saved" && hadProblem.current) announce(t("sync.saved"));
    if (hasProblem || sync.state === "saved") hadProblem.current = hasProblem;
  }, [sync.state]);
}

function RejectedNotice({ course, dropped }: { course: CourseProgress; dropped: readonly RejectedEvent[] }) {
  const title = (id: string) => course.lessons.find((lesson) => lesson.lesson_id === id)?.title ?? id;
  const sentences = new Set(
    dropped.map(({ lessonId, code }) => t("rejected.item", { title: title(lessonId), reason: rejectionReason(code) })),
  );
  return (
    <div class="notice notice-bad" role="alert">
      <div>
        <p>{t("sync.rejected")}</p>
        <ul>
          {[...sentences].map((sentence) => (
            <li key={sentence} dir="auto">
              {sentence}
            </li>
          ))}
        </ul>
      </div>
      <button class="button" onClick={() => outbox().dismissRejected()}>
        {t("sync.dismiss")}
      </button>
    </div>
  );
}

const REASONS: Readonly<Record<string, PlainKey>> = {
  lesson_not_found: key("rejected.lesson"),
  completion_not_allowed: key("rejected.kind"),
  invalid_range: key("rejected.range"),
  not_enrolled: key("rejected.not_enrolled"),
  access_ended: key("rejected.ended"),
  course_not_found: key("rejected.course"),
};

/** Why the API rejected an event. */
export function rejectionReason(code: string): string {
  return t(REASONS[code] ?? key("rejected.other"));
}
