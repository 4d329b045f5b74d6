import { useEffect, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { announce } from "../ui/announcer";
import { ErrorNotice } from "../ui/error-notice";
import { pagesOf } from "../ui/paging";
import { ProgressBar } from "../ui/progress-bar";
import { saveFile } from "../ui/save-file";
import { pluralize } from "../ui/format";
import { MAX_PAGE_SIZE } from "../ui/use-paged-list";
import { fileName, learnersCsv } from "./learners-csv";
import { loadLearners } from "./use-roster";

type State =
  | { readonly status: "idle"; readonly message?: string }
  | { readonly status: "loading"; readonly loaded: number }
  | { readonly status: "failed"; readonly error: unknown };

/**
 * Downloads all learners as a CSV file. Every page is fetched again, so that the file is up to date.
 *
 * @param lessons how many lessons the course has.
 * @param total how many learners there are, for the bar.
 */
export function CsvDownload(props: { course: Schemas["Course"]; lessons: number; total: number }) {
  const [state, setState] = useState<State>({ status: "idle" });
  const controller = useRef<AbortController | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const start = async () => {
    if (state.status === "loading") return;
    const { signal } = (controller.current = new AbortController());
    const learners: Schemas["LearnerSummary"][] = [];
    setState({ status: "loading", loaded: 0 });
    try {
      const load = (wanted: Parameters<typeof loadLearners>[1]) => loadLearners(props.course.course_id, wanted);
      for await (const page of pagesOf((wanted) => load({ ...wanted, limit: MAX_PAGE_SIZE }), undefined, signal)) {
        learners.push(...page.items);
        setState({ status: "loading", loaded: learners.length });
      }
      if (signal.aborted) return;
      const name = fileName(props.course.slug, new Date());
      saveFile(new Blob([learnersCsv(learners, props.lessons)], { type: "text/csv;charset=utf-8" }), name);
      finish(`Downloaded ${pluralize(learners.length, "learner")} as ${name}.`);
    } catch (error) {
      setState({ status: "failed", error });
    }
  };

  const finish = (message: string) => {
    setState({ status: "idle", message });
    announce(message);
  };

  const cancel = () => {
    controller.current?.abort();
    finish("Download cancelled.");
    button.current?.focus();
  };

  return (
    <div class="download">
      <div class="row">
        <button ref={button} class="button" aria-disabled={state.status === "loading"} onClick={start}>
          Download CSV
        </button>
        {state.status === "loading" && (
          <button class="button" onClick={cancel}>
            Cancel download
          </button>
        )}
      </div>
      {state.status === "loading" && (
        <div>
          <p class="hint">
            Loaded {state.loaded} of {pluralize(props.total, "learner")}.
          </p>
          <ProgressBar percent={props.total === 0 ? 0 : (state.loaded / props.total) * 100} label="Learners loaded" />
        </div>
      )}
      {state.status === "idle" && state.message && <p class="hint">{state.message}</p>}
      {state.status === "failed" && <ErrorNotice error={state.error} retry={start} />}
    </div>
  );
}
