import type { Schemas } from "../api/client";

/** How many of a course's learners got how far: a table that is a chart, too. */
export function Counts({ counts }: { counts: Schemas["LearnerCounts"] }) {
  return (
    <figure class="card counts">
      <figcaption>
        <h2>At a glance</h2>
      </figcaption>
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Learners</th>
            <th scope="col">Share of all</th>
          </tr>
        </thead>
        <tbody>
          <Count name="Enrolled" count={counts.enrolled} of={counts.enrolled} look="bar-teal" />
          <Count name="Completed the course" count={counts.completed} of={counts.enrolled} look="bar-teal" />
          <Count name="Certificates issued" count={counts.certificates_issued} of={counts.enrolled} look="bar-good" />
          <Count name="Certificates revoked" count={counts.certificates_revoked} of={counts.enrolled} look="bar-bad" />
        </tbody>
      </table>
    </figure>
  );
}

function Count(props: { name: string; count: number; of: number; look: string }) {
  const share = props.of === 0 ? 0 : props.count / props.of;
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td class="count">{props.count.toLocaleString()}</td>
      <td class="share">
        <span class={`bar ${props.look}`} style={{ inlineSize: `${share * 100}%` }} />
        <span class="visually-hidden">{share.toLocaleString(undefined, { style: "percent" })}</span>
      </td>
    </tr>
  );
}
