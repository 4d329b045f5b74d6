import { useEffect, useRef, useState } from "preact/hooks";

import { config, mediaUrl } from "../config";
import { outbox } from "../outbox";
import { useOutbox } from "../outbox/use-outbox";
import { announce } from "../ui/announcer";
import { Check } from "../ui/icons";
import type { LessonProps } from "./lesson";

/** A text to read, and a button for when it is read. */
export function ArticleLesson({ course, lesson }: LessonProps) {
  const isPending = useOutbox().pendingFor(course.slug, lesson.lesson_id).length > 0;
  const confirmation = useRef<HTMLParagraphElement>(null);
  const pattern = config().article_url;
  const loads = useReloadWhenOnline();
  const isRead = lesson.completed_at !== null || isPending;

  const markAsRead = () => {
    void outbox().add(course.slug, { type: "completed", lesson_id: lesson.lesson_id });
    announce("Marked as read");
    // The button goes; whoever pressed it with a key goes on from what stands in its place.
    requestAnimationFrame(() => confirmation.current?.focus());
  };

  return (
    <>
      {pattern && (
        // No scripts, no forms, no way out of the frame; and an origin of its own, so nothing of these pages either.
        <iframe
          key={loads}
          class="study-article"
          title={`Article: ${lesson.title}`}
          sandbox=""
          src={mediaUrl(pattern, course.course_id, lesson.lesson_id)}
        />
      )}
      {isRead ? (
        <p class="study-read" ref={confirmation} tabIndex={-1}>
          <Check /> {isPending ? "Read. Kept on this device, will be sent." : "You have read this article."}
        </p>
      ) : (
        <div class="beside">
          <button class="button button-main" onClick={markAsRead}>
            <Check /> Mark as read
          </button>
          <span class="faint">The lesson is complete once you say so.</span>
        </div>
      )}
    </>
  );
}

/** How often the article has been loaded: opened offline, it is once more when the network is back. */
function useReloadWhenOnline(): number {
  const [loads, setLoads] = useState(1);
  useEffect(() => {
    if (navigator.onLine) return;
    const reload = () => setLoads(2);
    addEventListener("online", reload, { once: true });
    return () => removeEventListener("online", reload);
  }, []);
  return loads;
}
