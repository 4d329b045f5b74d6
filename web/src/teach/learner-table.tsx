import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";
import { ProgressBar } from "../ui/progress-bar";
import { formatDate } from "../ui/format";
import { learnerPath } from "./paths";
import { CertificateBadge, MixedScriptsBadge } from "./badges";
import type { SortOrder } from "./sort-learners";
import { displayName, lessonCount } from "./learner-summary";

type Direction = "ascending" | "descending";

/** The columns, by the keys of their headings. */
const COLUMNS = [key("learner"), key("learners.progress"), key("learners.completed"), key("certificate")] as const;
type Column = (typeof COLUMNS)[number];

/** The sorted column and direction of each sort order. */
const SORTED_COLUMNS: Readonly<Partial<Record<SortOrder, readonly [column: Column, direction: Direction]>>> = {
  name: [key("learner"), "ascending"],
  least: [key("learners.progress"), "ascending"],
  most: [key("learners.progress"), "descending"],
  newest: [key("learners.completed"), "descending"],
};

/**
 * A table of learners, displayed as cards on phones. Explicit roles keep the table semantics, which browsers drop when
 * CSS changes the display of table elements.
 *
 * @param lessons how many lessons the course has.
 */
export function LearnerTable(props: {
  courseId: string;
  learners: readonly Schemas["LearnerSummary"][];
  lessons: number;
  order: SortOrder;
}) {
  return (
    <table class="learners" role="table" aria-label={t("learners")}>
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map((column) => (
            <th key={column} role="columnheader" scope="col" aria-sort={sortDirection(props.order, column)}>
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.learners.map((learner) => (
          <Row key={learner.user_id} courseId={props.courseId} learner={learner} lessons={props.lessons} />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: { courseId: string; learner: Schemas["LearnerSummary"]; lessons: number }) {
  const { learner } = props;
  const name = displayName(learner);
  const lessons = lessonCount(learner, props.lessons);
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <a class="learner-link" href={learnerPath(props.courseId, learner.user_id)}>
          <span class="learner-name">
            <bdi>{name}</bdi>
          </span>{" "}
          {learner.name_mixes_scripts && <MixedScriptsBadge />}{" "}
          {name !== learner.user_id && <span class="learner-id">{learner.user_id}</span>}
        </a>
      </th>
      <td role="cell">
        <ProgressBar percent={learner.percent} label={t("learners.progress_of", { name })} />
        <span class="bar-text">{t("card.lessons", { done: learner.completed_lessons, count: lessons })}</span>
      </td>
      <td role="cell">
        <span class="narrow-only faint">{t("learners.completed")}</span>
        {learner.completed_at ? (
          <time dateTime={learner.completed_at}>{formatDate(learner.completed_at)}</time>
        ) : (
          <span class="faint">{t("learner.not_yet")}</span>
        )}
      </td>
      <td role="cell">
        <span class="narrow-only faint">{t("certificate")}</span>
        <CertificateBadge state={learner.certificate_state} />
      </td>
    </tr>
  );
}

function sortDirection(order: SortOrder, column: Column): Direction | undefined {
  const [sorted, sortedDirection] = SORTED_COLUMNS[order] ?? [];
  return sorted === column ? sortedDirection : undefined;
}
