import { useEffect, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { announce } from "../ui/announcer";
import { Failure } from "../ui/failure";
import { pagesOf } from "../ui/paging";
import { ProgressBar } from "../ui/progress-bar";
import { saveFile } from "../ui/save-file";
import { counted } from "../ui/text";
import { LARGEST_PAGE } from "../ui/use-paged";
import { fileName, learnerFile } from "./learner-file";
import { loadLearners } from "./use-roster";

type State =
  | { readonly at: "rest"; readonly said?: string }
  | { readonly at: "work"; readonly collected: number }
  | { readonly at: "failure"; readonly error: unknown };

/**
 * All learners as a CSV file: read anew from the first page to the last, so that the file is as of now.
 *
 * @param lessons how many lessons the course has.
 * @param total how many learners there are, for the bar.
 */
export function Download(props: { course: Schemas["Course"]; lessons: number; total: number }) {
  const [state, setState] = useState<State>({ at: "rest" });
  const stopping = useRef<AbortController | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => () => stopping.current?.abort(), []);

  const start = async () => {
    if (state.at === "work") return;
    const { signal } = (stopping.current = new AbortController());
    const learners: Schemas["LearnerSummary"][] = [];
    setState({ at: "work", collected: 0 });
    try {
      const load = (wanted: Parameters<typeof loadLearners>[1]) => loadLearners(props.course.course_id, wanted);
      for await (const page of pagesOf((wanted) => load({ ...wanted, limit: LARGEST_PAGE }), undefined, signal)) {
        learners.push(...page.items);
        setState({ at: "work", collected: learners.length });
      }
      if (signal.aborted) return;
      const name = fileName(props.course.slug, new Date());
      saveFile(learnerFile(learners, props.lessons), name, "text/csv;charset=utf-8");
      rest(`${counted(learners.length, "learner")} saved as ${name}.`);
    } catch (error) {
      setState({ at: "failure", error });
    }
  };

  const rest = (said: string) => {
    setState({ at: "rest", said });
    announce(said);
  };

  const cancel = () => {
    stopping.current?.abort();
    rest("The download was cancelled.");
    button.current?.focus();
  };

  return (
    <div class="download">
      <div class="beside">
        <button ref={button} class="button" aria-disabled={state.at === "work"} onClick={start}>
          Download CSV
        </button>
        {state.at === "work" && (
          <button class="button" onClick={cancel}>
            Cancel download
          </button>
        )}
      </div>
      {state.at === "work" && (
        <div>
          <p class="hint">
            Collected {state.collected} of {counted(props.total, "learner")}.
          </p>
          <ProgressBar
            percent={props.total === 0 ? 0 : (state.collected / props.total) * 100}
            label="Learners collected"
          />
        </div>
      )}
      {state.at === "rest" && state.said && <p class="hint">{state.said}</p>}
      {state.at === "failure" && <Failure error={state.error} retry={start} />}
    </div>
  );
}
