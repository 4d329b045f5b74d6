import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { ErrorNotice } from "../ui/error-notice";
import { ShowMore } from "../ui/show-more";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import { useStatusAnnouncement } from "../ui/use-status-announcement";
import { type AssignmentLearner, type Filter, loadLearners, markAsDone, type MarkResult, undo } from "./assignment-api";
import { type Change, changeOf, listStatus, withChange } from "./assignment-rows";
import { AssignmentTable } from "./assignment-table";
import { displayName } from "./learner-summary";
import { MarkDialog } from "./mark-dialog";
import { UndoDialog } from "./undo-dialog";

/** Who has an assignment to do, or is found: select, mark and undo. */
export function AssignmentLearners(props: {
  courseId: string;
  assignment: Schemas["CourseAssignments"]["assignments"][number];
  filter: Filter;
  shown: number;
  onMore: (shown: number) => void;
}) {
  const { courseId, assignment, filter, shown } = props;
  const list = usePagedList<AssignmentLearner, Schemas["AssignmentLearnerList"]>(
    (page) => loadLearners(courseId, filter, page),
    `${courseId} ${filter.lessonId} ${String(filter.onlyMissing)} ${filter.query}`,
    shown,
  );
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [changes, setChanges] = useState<ReadonlyMap<string, Change>>(new Map());
  const [isMarking, setMarking] = useState(false);
  const [undoing, setUndoing] = useState<AssignmentLearner>();

  const rows = list.items.slice(0, shown).map((learner) => withChange(learner, changes.get(learner.user_id)));
  const hasMore = list.items.length > shown || !list.complete;
  const status = listStatus(filter, list.items.length, list.loading, list.complete);
  useStatusAnnouncement(status, filter.query, list.loading);

  const change = (entries: readonly (readonly [string, Change])[]) =>
    setChanges((before) => new Map([...before, ...entries]));

  const mark = async (note: string) => {
    const results: MarkResult[] = [];
    try {
      await markAsDone(courseId, assignment.lesson_id, [...selected], note, (page) => {
        results.push(...page);
        change(page.map((result) => [result.user_id, changeOf(result)]));
        // Those who are marked are no longer selected, so that after an error the others can be tried again.
        const done = new Set(page.filter(({ assignment: now }) => now).map(({ user_id }) => user_id));
        setSelected((before) => new Set([...before].filter((userId) => !done.has(userId))));
      });
      setMarking(false);
    } finally {
      const rejected = results.filter((result) => result.status === "rejected").length;
      const count = results.length - rejected;
      if (results.length > 0)
        announce(
          rejected === 0 ? t("assignments.marked", { count }) : t("assignments.marked_some", { count, rejected }),
        );
    }
  };

  const revert = async (learner: AssignmentLearner) => {
    const completedAt = learner.assignment.completed_at;
    if (completedAt === null) return;
    const now = await undo(courseId, assignment.lesson_id, learner.user_id, completedAt);
    change([[learner.user_id, { assignment: now }]]);
    setUndoing(undefined);
    announce(t("assignments.undone"));
  };

  const only = selected.size === 1 ? rows.find(({ learner }) => selected.has(learner.user_id)) : undefined;
  return (
    <>
      {status && <p class="status">{status}</p>}
      {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
      {rows.length > 0 && (
        <>
          <AssignmentTable
            courseId={courseId}
            rows={rows}
            selected={selected}
            onSelect={setSelected}
            onUndo={(learner) => setUndoing(learner)}
          />
          <div class="row">
            <button
              class="button button-main"
              aria-disabled={selected.size === 0}
              onClick={() => selected.size > 0 && setMarking(true)}
            >
              {t("assignments.mark")}
            </button>
            <span class="faint">
              {selected.size === 0
                ? t("assignments.none_selected")
                : t("assignments.selected", { count: selected.size })}
            </span>
          </div>
          {(hasMore || rows.length > PAGE_SIZE) && (
            <ShowMore
              summary={t("learners.shown", { count: rows.length })}
              hasMore={hasMore}
              loading={list.loading}
              onMore={() => props.onMore(rows.length + PAGE_SIZE)}
            />
          )}
        </>
      )}
      <MarkDialog
        open={isMarking}
        assignment={assignment.title}
        count={selected.size}
        {...(only ? { name: displayName(only.learner) } : {})}
        onClose={() => setMarking(false)}
        mark={mark}
      />
      <UndoDialog
        open={undoing !== undefined}
        name={undoing ? displayName(undoing) : ""}
        onClose={() => setUndoing(undefined)}
        undo={async () => {
          if (undoing) await revert(undoing);
        }}
      />
    </>
  );
}
