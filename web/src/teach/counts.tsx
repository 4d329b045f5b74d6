import type { Schemas } from "../api/client";
import { rich, t } from "../texts/texts";
import { formatDateTime, formatNumber, formatPercent } from "../ui/format";

/** So many learners are counted at once, until those of a course are counted by the service. */
const COUNTED_AT_ONCE = 10_000;

/** How many learners of a course are enrolled, completed and certified: a table with bars. */
export function CountsTable({ counts }: { counts: Schemas["LearnerCounts"] }) {
  return (
    <figure class="card counts">
      <figcaption>
        <h2>{t("counts.title")}</h2>
      </figcaption>
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t("status")}</th>
            <th scope="col">{t("learners")}</th>
            <th scope="col">{t("counts.share")}</th>
          </tr>
        </thead>
        <tbody>
          <CountRow label={t("counts.enrolled")} count={counts.enrolled} of={counts.enrolled} barClass="bar-teal" />
          <CountRow label={t("counts.completed")} count={counts.completed} of={counts.enrolled} barClass="bar-teal" />
          <CountRow
            label={t("counts.issued")}
            count={counts.certificates_issued}
            of={counts.enrolled}
            barClass="bar-good"
          />
          <CountRow
            label={t("counts.revoked")}
            count={counts.certificates_revoked}
            of={counts.enrolled}
            barClass="bar-bad"
          />
        </tbody>
      </table>
      <AsOf counts={counts} />
    </figure>
  );
}

function CountRow(props: { label: string; count: number; of: number; barClass: string }) {
  const share = props.of === 0 ? 0 : props.count / props.of;
  return (
    <tr>
      <th scope="row">{props.label}</th>
      <td class="count">{formatNumber(props.count)}</td>
      <td class="share">
        <span class={`bar ${props.barClass}`} style={{ inlineSize: `${share * 100}%` }} />
        <span class="visually-hidden">{formatPercent(share * 100)}</span>
      </td>
    </tr>
  );
}

/** How old the counts are: changes are counted within seconds. */
function AsOf({ counts }: { counts: Schemas["LearnerCounts"] }) {
  if (counts.as_of !== null)
    return (
      <p class="faint">
        {rich("counts.as_of", { time: <time dateTime={counts.as_of}>{formatDateTime(counts.as_of)}</time> })}
      </p>
    );
  if (counts.enrolled < COUNTED_AT_ONCE) return null;
  return <p class="faint">{t("counts.counting")}</p>;
}
