import { key, rich, t } from "../texts/texts";
import { formatDate, formatPercent } from "../ui/format";
import { Check } from "../ui/icons";
import { ProgressBar } from "../ui/progress-bar";
import type { AssignmentLearner } from "./assignment-api";
import type { Row } from "./assignment-rows";
import { MixedScriptsBadge } from "./badges";
import { displayName } from "./learner-summary";
import { learnerPath } from "./paths";

const COLUMNS = [key("learner"), key("learners.progress"), key("kind.assignment")] as const;

/** A table of learners to select, displayed as cards on phones; explicit roles as in the table of a course's learners. */
export function AssignmentTable(props: {
  courseId: string;
  rows: readonly Row[];
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onUndo: (learner: AssignmentLearner) => void;
}) {
  const { rows, selected, onSelect } = props;
  const open = rows.filter(({ learner }) => learner.assignment.completed_at === null);
  const all = open.length > 0 && open.every(({ learner }) => selected.has(learner.user_id));
  return (
    <div class="stack">
      <label class="check-line">
        <input
          type="checkbox"
          checked={all}
          disabled={open.length === 0}
          onChange={() => onSelect(all ? new Set() : new Set(open.map(({ learner }) => learner.user_id)))}
        />
        <span>{t("assignments.select_all")}</span>
      </label>
      <table class="learners markable" role="table" aria-label={t("assignments.table")}>
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map((column) => (
              <th key={column} role="columnheader" scope="col">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <LearnerRow
              key={row.learner.user_id}
              courseId={props.courseId}
              row={row}
              selected={selected.has(row.learner.user_id)}
              onToggle={() => onSelect(toggled(selected, row.learner.user_id))}
              onUndo={() => props.onUndo(row.learner)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LearnerRow(props: {
  courseId: string;
  row: Row;
  selected: boolean;
  onToggle: () => void;
  onUndo: () => void;
}) {
  const { learner, rejection } = props.row;
  const name = displayName(learner);
  const completedAt = learner.assignment.completed_at;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <div class="check-line">
          <input
            type="checkbox"
            aria-label={t("assignments.select", { name })}
            checked={props.selected}
            disabled={completedAt !== null}
            onChange={props.onToggle}
          />
          <a class="learner-link" href={learnerPath(props.courseId, learner.user_id)}>
            <span class="learner-name">
              <bdi>{name}</bdi>
            </span>{" "}
            {learner.name_mixes_scripts && <MixedScriptsBadge />}{" "}
            {name !== learner.user_id && <span class="learner-id">{learner.user_id}</span>}
          </a>
        </div>
      </th>
      <td role="cell">
        <ProgressBar percent={learner.percent} label={t("learners.progress_of", { name })} />
        <span class="bar-text">{t("assignments.percent", { percent: formatPercent(learner.percent) })}</span>
      </td>
      <td role="cell">
        {completedAt === null ? (
          <span class="faint">
            {t(learner.assignment.undone_at === null ? key("assignments.to_do") : key("assignments.to_do_again"))}
          </span>
        ) : (
          <span class="row">
            <span class="done">
              <Check />{" "}
              {rich("assignments.done", {
                date: <time dateTime={completedAt}>{formatDate(completedAt, "medium")}</time>,
              })}
            </span>
            <button class="button" onClick={props.onUndo}>
              {t("assignments.undo")}
              <span class="visually-hidden"> {t("assignments.undo_for", { name })}</span>
            </button>
          </span>
        )}
        {rejection !== undefined && completedAt === null && <p class="field-error">{rejection}</p>}
      </td>
    </tr>
  );
}

function toggled(selected: ReadonlySet<string>, userId: string): ReadonlySet<string> {
  const changed = new Set(selected);
  if (!changed.delete(userId)) changed.add(userId);
  return changed;
}
