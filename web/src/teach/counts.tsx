import type { Schemas } from "../api/client";

/** How many learners of a course are enrolled, completed and certified: a table with bars. */
export function CountsTable({ counts }: { counts: Schemas["LearnerCounts"] }) {
  return (
    <figure class="card counts">
      <figcaption>
        <h2>Overview</h2>
      </figcaption>
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Learners</th>
            <th scope="col">Share of enrolled</th>
          </tr>
        </thead>
        <tbody>
          <CountRow label="Enrolled" count={counts.enrolled} of={counts.enrolled} barClass="bar-teal" />
          <CountRow label="Completed the course" count={counts.completed} of={counts.enrolled} barClass="bar-teal" />
          <CountRow
            label="Certificates issued"
            count={counts.certificates_issued}
            of={counts.enrolled}
            barClass="bar-good"
          />
          <CountRow
            label="Certificates revoked"
            count={counts.certificates_revoked}
            of={counts.enrolled}
            barClass="bar-bad"
          />
        </tbody>
      </table>
    </figure>
  );
}

function CountRow(props: { label: string; count: number; of: number; barClass: string }) {
  const share = props.of === 0 ? 0 : props.count / props.of;
  return (
    <tr>
      <th scope="row">{props.label}</th>
      <td class="count">{props.count.toLocaleString()}</td>
      <td class="share">
        <span class={`bar ${props.barClass}`} style={{ inlineSize: `${share * 100}%` }} />
        <span class="visually-hidden">{share.toLocaleString(undefined, { style: "percent" })}</span>
      </td>
    </tr>
  );
}
