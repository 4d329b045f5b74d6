import { useEffect, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { ErrorNotice } from "../ui/error-notice";
import { ProgressBar } from "../ui/progress-bar";
import { downloadFrom } from "../ui/save-file";
import { ExportFailedError, exportLearners } from "./learners-export";

type State =
  | { readonly status: "idle"; readonly message?: string }
  | { readonly status: "running"; readonly rows: number }
  | { readonly status: "failed"; readonly error: unknown };

/**
 * Downloads all learners as a CSV file, which the service writes.
 *
 * @param total how many learners there are, for the bar.
 */
export function CsvDownload(props: { course: Schemas["Course"]; total: number }) {
  const [state, setState] = useState<State>({ status: "idle" });
  const controller = useRef<AbortController | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const start = async () => {
    if (state.status === "running") return;
    const { signal } = (controller.current = new AbortController());
    setState({ status: "running", rows: 0 });
    try {
      for await (const { rows, url, file_name } of exportLearners(props.course.course_id, signal)) {
        if (signal.aborted) return;
        setState({ status: "running", rows });
        if (url === null) continue;
        downloadFrom(url);
        finish(t("csv_download.done", { count: rows, file: file_name }));
      }
    } catch (error) {
      if (!signal.aborted) setState({ status: "failed", error });
    }
  };

  const finish = (message: string) => {
    setState({ status: "idle", message });
    announce(message);
  };

  const cancel = () => {
    controller.current?.abort();
    finish(t("csv_download.cancelled"));
    button.current?.focus();
  };

  return (
    <div class="download">
      <div class="row">
        <button ref={button} class="button" aria-disabled={state.status === "running"} onClick={start}>
          {t("csv_download.download")}
        </button>
        {state.status === "running" && (
          <button class="button" onClick={cancel}>
            {t("csv_download.cancel")}
          </button>
        )}
      </div>
      {state.status === "running" && <Progress rows={state.rows} total={props.total} />}
      {state.status === "idle" && state.message && <p class="hint">{state.message}</p>}
      {state.status === "failed" && <Failure error={state.error} retry={start} />}
    </div>
  );
}

function Progress({ rows, total }: { rows: number; total: number }) {
  // Learners who were enrolled since this page counted them are written, too.
  const percent = total === 0 ? 0 : Math.min((rows / total) * 100, 100);
  return (
    <div>
      <p class="hint">{rows === 0 ? t("csv_download.preparing") : t("csv_download.written", { rows, count: total })}</p>
      <ProgressBar percent={percent} label={t("csv_download.bar")} />
    </div>
  );
}

function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  if (!(error instanceof ExportFailedError)) return <ErrorNotice error={error} retry={retry} />;
  return (
    <div class="notice notice-bad" role="alert">
      <p>{t("csv_download.failed")}</p>
      <button class="button" onClick={retry}>
        {t("retry")}
      </button>
    </div>
  );
}
