import { useEffect, useRef } from "preact/hooks";

import { announce } from "../ui/announcer";
import type { LessonStanding } from "./course-state";

/** Say when a lesson turns complete while its page is open. */
export function useCompletionAnnounced(lesson: LessonStanding): void {
  const isComplete = lesson.completed_at !== null;
  const wasComplete = useRef(isComplete);
  useEffect(() => {
    if (isComplete && !wasComplete.current) announce(`Lesson complete: ${lesson.title}`);
    wasComplete.current = isComplete;
  }, [isComplete]);
}
