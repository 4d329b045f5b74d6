// The export of a course's learners: a job of the service that writes a CSV, of which this page shows the progress.
import { api, ProblemError, unwrap, type Schemas } from "../api/client";

export type Export = Schemas["LearnersExport"];

/** Milliseconds until the state is read for the first time: a small course is done by then. */
const FIRST_WAIT = 400;
/** The waits grow by this factor, up to the longest. */
const GROWTH = 1.5;
const LONGEST_WAIT = 3_000;

/** Why an export has no file; a retry starts another one. */
export class ExportFailedError extends Error {}

/**
 * Starts an export, or joins the one that is running, and yields its state until it is done.
 *
 * @throws ExportFailedError: nothing was written for a while. Otherwise as `unwrap`.
 */
export async function* exportLearners(courseId: string, signal: AbortSignal): AsyncGenerator<Export> {
  let state = await start(courseId, signal);
  for (let wait = FIRST_WAIT; state.url === null; wait = Math.min(wait * GROWTH, LONGEST_WAIT)) {
    yield state;
    await delay(wait, signal);
    state = await next(courseId, state, signal);
    if (state.status === "failed") throw new ExportFailedError("the export has failed");
  }
  yield state;
}

async function start(courseId: string, signal: AbortSignal): Promise<Export> {
  const params = { path: { course_id: courseId } };
  return unwrap(api.POST("/admin/courses/{course_id}/learner-exports", { params, signal }));
}

async function next(courseId: string, state: Export, signal: AbortSignal): Promise<Export> {
  const params = { path: { course_id: courseId, export_id: state.export_id } };
  try {
    return await unwrap(api.GET("/admin/courses/{course_id}/learner-exports/{export_id}", { params, signal }));
  } catch (error) {
    // Somebody else has started a newer one, which is as good.
    if (error instanceof ProblemError && error.code === "export_not_found") return start(courseId, signal);
    throw error;
  }
}

/** Waits, and throws an AbortError afterwards if the signal was aborted meanwhile. */
async function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, milliseconds));
  signal.throwIfAborted();
}
