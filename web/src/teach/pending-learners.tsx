import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { key, rich, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { formatDate } from "../ui/format";
import { ShowMore } from "../ui/show-more";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import { cancelPending, loadPending, type Pending } from "./enrollment-api";

/**
 * The enrollments that wait for an e-mail address; nothing where there are none.
 *
 * @param revision changes when the list has to be loaded again.
 */
export function PendingLearners({ courseId, revision }: { courseId: string; revision: number }) {
  const [shown, setShown] = useState(PAGE_SIZE);
  const [cancelled, setCancelled] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Pending | null>(null);
  const list = usePagedList<Pending, Schemas["PendingEnrollmentList"]>(
    (wanted) => loadPending(courseId, wanted),
    `${courseId} ${revision}`,
    shown,
  );
  const waiting = list.items.filter(({ email }) => !cancelled.has(email));
  if (waiting.length === 0 && list.error === undefined) return null;
  return (
    <section class="card stack" aria-labelledby="waiting">
      <h2 id="waiting">{t("pending_learners.title")}</h2>
      <p class="faint">{t("pending_learners.text")}</p>
      {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
      <ul class="waiting">
        {waiting.map((pending) => (
          <li key={pending.email}>
            <div>
              <bdi class="waiting-email">{pending.email}</bdi>
              {pending.learner_name && (
                <>
                  {" "}
                  <bdi>{pending.learner_name}</bdi>
                </>
              )}
              <p class="faint">{t("pending_learners.added", { date: formatDate(pending.created_at, "medium") })}</p>
              {pending.completed_at && (
                <p class="faint">
                  {t("pending_learners.completed", { date: formatDate(pending.completed_at, "medium") })}
                </p>
              )}
            </div>
            <button class="button button-quiet" onClick={() => setAsked(pending)}>
              {t("pending_learners.cancel")}{" "}
              <span class="visually-hidden">{t("pending_learners.cancel_of", { email: pending.email })}</span>
            </button>
          </li>
        ))}
      </ul>
      {(list.loading || !list.complete || waiting.length > PAGE_SIZE) && (
        <ShowMore
          summary={t("pending_learners.shown", { count: waiting.length })}
          hasMore={!list.complete}
          loading={list.loading}
          onMore={() => setShown(shown + PAGE_SIZE)}
        />
      )}
      <Dialog open={asked !== null} label={t("learner_access.cancel_title")} onClose={() => setAsked(null)}>
        {asked && (
          <CancelForm
            courseId={courseId}
            pending={asked}
            onClose={() => setAsked(null)}
            onDone={() => {
              setCancelled(new Set([...cancelled, asked.email]));
              setAsked(null);
              announce(t("pending_learners.cancelled", { email: asked.email }));
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

function CancelForm(props: { courseId: string; pending: Pending; onClose: () => void; onDone: () => void }) {
  const [isSubmitting, setSubmitting] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isSubmitting) return;
    setSubmitting(true);
    setError(undefined);
    try {
      await cancelPending(props.courseId, props.pending.email);
      props.onDone();
    } catch (thrown) {
      setError(thrown);
      setSubmitting(false);
    }
  };
  return (
    <form class="stack" onSubmit={submit}>
      <h2>{t("learner_access.cancel_title")}</h2>
      <p>{rich("pending_learners.cancel_text", { email: <bdi>{props.pending.email}</bdi> })}</p>
      {error !== undefined && <ErrorNotice error={error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          {t("learner_access.keep")}
        </button>
        <button class="button button-danger" aria-disabled={isSubmitting}>
          {t(isSubmitting ? key("learner_access.cancelling") : key("learner_access.cancel_button"))}
        </button>
      </div>
    </form>
  );
}
