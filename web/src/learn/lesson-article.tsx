import { useEffect, useRef, useState } from "preact/hooks";

import { articleSandbox } from "../offline/article-sandbox";
import { outbox } from "../outbox";
import { useOutbox } from "../outbox/use-outbox";
import { key, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { Check } from "../ui/icons";
import { articleUrl } from "./lesson-media";
import type { LessonProps } from "./lesson-props";

/** An article, with a button to mark it as read. */
export function ArticleLesson({ course, lesson }: LessonProps) {
  const isPending = useOutbox().pendingFor(course.slug, lesson.lesson_id).length > 0;
  const confirmation = useRef<HTMLParagraphElement>(null);
  const url = articleUrl({ course, lesson });
  const loads = useReloadWhenOnline();
  const isRead = lesson.completed_at !== null || isPending;

  const markAsRead = () => {
    void outbox().add(course.slug, { type: "completed", lesson_id: lesson.lesson_id });
    announce(t("article.marked"));
    // The button disappears; keyboard focus moves to the text in its place.
    requestAnimationFrame(() => confirmation.current?.focus());
  };

  return (
    <>
      {url && (
        <>
          <iframe
            key={loads}
            class="study-article"
            title={t("article.title", { title: lesson.title })}
            sandbox={articleSandbox(url)}
            src={url}
          />
          {/* For articles that need scripts, have links, or whose host forbids frames, which a page cannot find out. */}
          <p>
            <a href={url} target="_blank" rel="noopener noreferrer">
              {t("article.new_tab")}
            </a>
          </p>
        </>
      )}
      {isRead ? (
        <p class="study-read" ref={confirmation} tabIndex={-1}>
          <Check /> {t(isPending ? key("article.pending") : key("article.read"))}
        </p>
      ) : (
        <div class="row">
          <button class="button button-main" onClick={markAsRead}>
            <Check /> {t("article.mark")}
          </button>
          <span class="faint">{t("article.completes")}</span>
        </div>
      )}
    </>
  );
}

/** A key that changes when the network is back, so that an article opened offline is loaded again. */
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
