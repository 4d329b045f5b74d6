import { useEffect, useRef } from "preact/hooks";

import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import type { LessonStanding } from "./use-course";

/** Announces when a lesson becomes complete while its page is open. */
export function useCompletionAnnouncement(lesson: LessonStanding): void {
  const isComplete = lesson.completed_at !== null;
  const wasComplete = useRef(isComplete);
  useEffect(() => {
    if (isComplete && !wasComplete.current) announce(t("lesson.now_complete", { title: lesson.title }));
    wasComplete.current = isComplete;
  }, [isComplete]);
}
