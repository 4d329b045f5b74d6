import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";

import { api, unwrap, type Schemas } from "../api/client";
import { MixedScriptsBadge } from "../teach/badges";
import { PageError } from "../teach/page-error";
import { learnerPath, learnersPath } from "../teach/paths";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { ErrorNotice } from "../ui/error-notice";
import { formatDateTime, pluralize } from "../ui/format";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import { useResource } from "../ui/use-resource";
import { useTitle } from "../ui/use-title";
import { CertificateDownloads } from "./certificate-downloads";
import { loadCertificates, type Period } from "./certificates-api";

const ALWAYS: Period = { from: "", to: "" };

/** The certificates that were issued for a course, by period. */
export function Certificates() {
  const { courseId = "" } = useRoute().params;
  return <CertificatesPage key={courseId} courseId={courseId} />;
}

function CertificatesPage({ courseId }: { courseId: string }) {
  const course = useResource(
    () => unwrap(api.GET("/admin/courses/{course_id}", { params: { path: { course_id: courseId } } })),
    courseId,
  );
  const [period, setPeriod] = useHistoryState("period", ALWAYS);
  useTitle(course.data ? `Certificates of ${course.data.title}` : "Certificates");
  if (!course.data && course.error)
    return <PageError error={course.error} heading="Certificates" retry={() => void course.reload()} />;
  if (!course.data) return <Loading text="Loading the course…" />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: "Teaching" },
            { to: learnersPath(courseId), name: course.data.title },
          ]}
        />
        <h1>Issued certificates</h1>
        <p class="faint">Each learner’s newest certificate, the newest first.</p>
      </header>
      <section class="card stack" aria-label="Period and downloads">
        <PeriodForm period={period} onChange={setPeriod} />
        {isPossible(period) && <CertificateDownloads key={periodKey(period)} course={course.data} period={period} />}
      </section>
      {isPossible(period) && <CertificateTable key={periodKey(period)} courseId={courseId} period={period} />}
    </div>
  );
}

const periodKey = ({ from, to }: Period) => `${from} ${to}`;

const isPossible = ({ from, to }: Period) => from === "" || to === "" || from <= to;

function PeriodForm({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const possible = isPossible(period);
  return (
    <div>
      <div class="row">
        <label>
          Issued from{" "}
          <input
            type="date"
            value={period.from}
            onChange={(event) => onChange({ ...period, from: event.currentTarget.value })}
          />
        </label>
        <label>
          to{" "}
          <input
            type="date"
            value={period.to}
            aria-invalid={!possible}
            onChange={(event) => onChange({ ...period, to: event.currentTarget.value })}
          />
        </label>
      </div>
      {!possible && (
        <p class="field-error" role="alert">
          The last day is before the first.
        </p>
      )}
    </div>
  );
}

function CertificateTable({ courseId, period }: { courseId: string; period: Period }) {
  const [wanted, setWanted] = useState(PAGE_SIZE);
  const list = usePagedList<Schemas["Certificate"], Schemas["CertificateList"]>(
    (page) => loadCertificates(courseId, period, page),
    `${courseId} ${periodKey(period)}`,
    wanted,
  );
  if (!list.lastPage && list.error) return <ErrorNotice error={list.error} retry={list.retry} />;
  if (!list.lastPage) return <Loading text="Loading certificates…" />;
  if (list.items.length === 0)
    return (
      <section class="card stack">
        <h2>No certificates</h2>
        <p>None was issued in this period.</p>
      </section>
    );
  return (
    <section class="card stack">
      {/* Explicit roles, as in the table of learners, whose style it has. */}
      <table class="learners" role="table" aria-label="Certificates">
        <thead role="rowgroup">
          <tr role="row">
            {["Name", "Issued on", "Status"].map((column) => (
              <th key={column} role="columnheader" scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {list.items.map((certificate) => (
            <CertificateRow key={certificate.public_id} certificate={certificate} />
          ))}
        </tbody>
      </table>
      {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
      <ShowMore
        summary={`${list.complete ? "All " : ""}${pluralize(list.items.length, "certificate")} shown.`}
        hasMore={!list.complete}
        loading={list.loading}
        onMore={() => setWanted(list.items.length + PAGE_SIZE)}
      />
    </section>
  );
}

function CertificateRow({ certificate }: { certificate: Schemas["Certificate"] }) {
  const { course_id, user_id, issued_name, issued_at, status } = certificate;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {issued_name === "" ? (
          "Name removed"
        ) : (
          <a class="learner-link" href={learnerPath(course_id, user_id)}>
            <bdi class="learner-name">{issued_name}</bdi> {certificate.name_mixes_scripts && <MixedScriptsBadge />}
          </a>
        )}
      </th>
      <td role="cell">
        <span class="narrow-only faint">Issued on </span>
        <time dateTime={issued_at}>{formatDateTime(issued_at)}</time>
      </td>
      <td role="cell">
        <span class="narrow-only faint">Status</span>
        <span class={`badge ${status === "active" ? "badge-good" : "badge-bad"}`}>
          {status === "active" ? "Active" : "Revoked"}
        </span>
      </td>
    </tr>
  );
}
