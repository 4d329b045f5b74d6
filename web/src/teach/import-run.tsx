import { useRoute } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";

import { rich, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { ErrorNotice } from "../ui/error-notice";
import { formatDateTime, formatNumber } from "../ui/format";
import { Loading } from "../ui/loading";
import { ProgressBar } from "../ui/progress-bar";
import { downloadFrom } from "../ui/save-file";
import { useResource } from "../ui/use-resource";
import { useTitle } from "../ui/use-title";
import { type Import, loadImport, startImport } from "./enrollment-api";
import { DONE, problems, resultText, VERDICT_BADGES, VERDICTS } from "./import-verdicts";
import { PageError } from "./page-error";
import { importPath, learnersPath } from "./paths";

/** Milliseconds between two looks at an import that is running. */
const WAIT_MS = 1_000;

/** One import: its progress, which survives a reload, and its result. */
export function ImportRun() {
  const { courseId = "", importId = "" } = useRoute().params;
  return <Run key={`${courseId} ${importId}`} courseId={courseId} importId={importId} />;
}

function Run({ courseId, importId }: { courseId: string; importId: string }) {
  const { data, error, reload } = useResource(() => loadImport(courseId, importId), `${courseId} ${importId}`);
  useTitle(data ? t("import_run.page_title", { file: data.file_name }) : t("import_run.import"));
  const isRunning = data?.status === "running";
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => void reload(), WAIT_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  const wasRunning = useRef(false);
  useEffect(() => {
    if (wasRunning.current && data?.status === "done")
      announce(t("import_run.is_done", { result: resultText(data.counts) }));
    wasRunning.current = isRunning;
  }, [data?.status]);
  if (!data && error) return <PageError error={error} heading={t("import_run.import")} retry={() => void reload()} />;
  if (!data) return <Loading text={t("import_run.loading")} />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: t("layout.teaching") },
            { to: learnersPath(courseId), name: t("learners") },
            { to: importPath(courseId), name: t("import_run.import") },
          ]}
        />
        <h1>
          <bdi>{data.file_name}</bdi>
        </h1>
        <p class="faint">
          {rich("import_run.started", {
            time: formatDateTime(data.requested_at),
            user: <bdi>{data.requested_by}</bdi>,
          })}
        </p>
      </header>
      {error !== undefined && isRunning && <ErrorNotice error={error} retry={() => void reload()} />}
      <section class="card stack" aria-label={t("import_run.section")}>
        {data.status !== "done" && <Progress found={data} />}
        {data.status === "failed" && <Interrupted courseId={courseId} found={data} onContinued={() => void reload()} />}
        {data.status === "done" && <h2>{resultText(data.counts)}</h2>}
        <Counts found={data} />
        {data.status === "done" && <Result courseId={courseId} found={data} />}
      </section>
    </div>
  );
}

function Progress({ found }: { found: Import }) {
  return (
    <div>
      <ProgressBar percent={(found.done / found.rows) * 100} label={t("import_run.bar")} />
      <p class="bar-text">
        {t("import_run.rows_done", { done: found.done, count: found.rows })}{" "}
        {found.status === "running" && t("import_run.goes_on")}
      </p>
    </div>
  );
}

function Counts({ found }: { found: Import }) {
  const present = VERDICTS.filter((verdict) => found.counts[verdict] > 0);
  if (present.length === 0) return null;
  return (
    <ul class="verdicts" aria-label={t("import_run.rows_by_result")}>
      {present.map((verdict) => (
        <li key={verdict} class="verdict">
          <span class="verdict-count">{formatNumber(found.counts[verdict])}</span>
          <span class={`badge ${VERDICT_BADGES[verdict]}`}>{t(DONE[verdict])}</span>
        </li>
      ))}
    </ul>
  );
}

function Result({ courseId, found }: { courseId: string; found: Import }) {
  const [error, setError] = useState<unknown>();
  // A link is valid for a minute: each download gets its own.
  const download = async () => {
    setError(undefined);
    try {
      const { url } = await loadImport(courseId, found.import_id);
      if (url !== null) downloadFrom(url);
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <>
      {problems(found.counts) > 0 && <p>{t("import_run.problems")}</p>}
      <div class="row">
        <button class="button" onClick={() => void download()}>
          {t("import_run.download")}
        </button>
        <a class="button button-main" href={learnersPath(courseId)}>
          {t("import_run.see_learners")}
        </a>
      </div>
      {error !== undefined && <ErrorNotice error={error} retry={() => void download()} />}
    </>
  );
}

function Interrupted(props: { courseId: string; found: Import; onContinued: () => void }) {
  const { found } = props;
  const [error, setError] = useState<unknown>();
  const resume = async () => {
    setError(undefined);
    try {
      const { import_id: upload_id, sha256, kind, announce: announces } = found;
      await startImport(props.courseId, { upload_id, sha256, kind, announce: announces });
      props.onContinued();
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <div class="notice notice-bad" role="alert">
      <p>{t("import_run.interrupted")}</p>
      <button class="button" onClick={() => void resume()}>
        {t("import_run.continue")}
      </button>
      {error !== undefined && <ErrorNotice error={error} />}
    </div>
  );
}
