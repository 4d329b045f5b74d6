import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";

import { api, unwrap, type Schemas } from "../api/client";
import { MixedScriptsBadge } from "../teach/badges";
import { PageError } from "../teach/page-error";
import { learnerPath, learnersPath } from "../teach/paths";
import { key, t } from "../texts/texts";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { ErrorNotice } from "../ui/error-notice";
import { formatDateTime } from "../ui/format";
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
  useTitle(course.data ? t("certificates.page_title", { course: course.data.title }) : t("certificates.heading"));
  if (!course.data && course.error)
    return <PageError error={course.error} heading={t("certificates.heading")} retry={() => void course.reload()} />;
  if (!course.data) return <Loading text={t("course_editor.loading")} />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: t("layout.teaching") },
            { to: learnersPath(courseId), name: course.data.title },
          ]}
        />
        <h1>{t("certificates.title")}</h1>
        <p class="faint">{t("certificates.order")}</p>
      </header>
      <section class="card stack" aria-label={t("certificates.period")}>
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
          {t("certificates.from")}{" "}
          <input
            type="date"
            value={period.from}
            onChange={(event) => onChange({ ...period, from: event.currentTarget.value })}
          />
        </label>
        <label>
          {t("certificates.to")}{" "}
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
          {t("certificates.wrong_period")}
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
  if (!list.lastPage) return <Loading text={t("certificates.loading")} />;
  if (list.items.length === 0)
    return (
      <section class="card stack">
        <h2>{t("certificates.none")}</h2>
        <p>{t("certificates.none_text")}</p>
      </section>
    );
  return (
    <section class="card stack">
      {/* Explicit roles, as in the table of learners, whose style it has. */}
      <table class="learners" role="table" aria-label={t("certificates.heading")}>
        <thead role="rowgroup">
          <tr role="row">
            {[t("name"), t("certificates.issued_on"), t("status")].map((column) => (
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
        summary={shownText(list.complete, list.items.length)}
        hasMore={!list.complete}
        loading={list.loading}
        onMore={() => setWanted(list.items.length + PAGE_SIZE)}
      />
    </section>
  );
}

function shownText(isComplete: boolean, count: number): string {
  return isComplete ? t("certificates.all_shown", { count }) : t("certificates.shown", { count });
}

function CertificateRow({ certificate }: { certificate: Schemas["Certificate"] }) {
  const { course_id, user_id, issued_name, issued_at, status } = certificate;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {issued_name === "" ? (
          t("certificates.name_removed")
        ) : (
          <a class="learner-link" href={learnerPath(course_id, user_id)}>
            <bdi class="learner-name">{issued_name}</bdi> {certificate.name_mixes_scripts && <MixedScriptsBadge />}
          </a>
        )}
      </th>
      <td role="cell">
        <span class="narrow-only faint">{t("certificates.issued_on")} </span>
        <time dateTime={issued_at}>{formatDateTime(issued_at)}</time>
      </td>
      <td role="cell">
        <span class="narrow-only faint">{t("status")}</span>
        <span class={`badge ${status === "active" ? "badge-good" : "badge-bad"}`}>
          {t(status === "active" ? key("certificates.active") : key("certificates.revoked"))}
        </span>
      </td>
    </tr>
  );
}
