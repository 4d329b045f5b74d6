import { ProblemError } from "../api/client";
import { ErrorNotice } from "../ui/error-notice";
import { useTitle } from "../ui/use-title";

const FORBIDDEN = 403;
/** Of a name that nothing can have, the API says that it is no name. */
const NOT_THERE: readonly (number | undefined)[] = [400, 404];

/**
 * A page that cannot be shown, and why: it is for somebody else, it is not there, or something failed for now.
 *
 * @param heading of the page, where nothing better can be said.
 */
export function PageError(props: { error: unknown; heading: string; retry: () => void }) {
  useTitle(props.heading);
  const status = props.error instanceof ProblemError ? props.error.status : undefined;
  if (status === FORBIDDEN)
    return (
      <section class="card stack">
        <h1>This page is for instructors</h1>
        <p>You are signed in as a learner. If you teach here, ask whoever looks after Laurel to make you an admin.</p>
        <p>
          <a href="/">Go to your courses</a>
        </p>
      </section>
    );
  if (NOT_THERE.includes(status))
    return (
      <section class="card stack">
        <h1>There is nothing here</h1>
        <p>{props.error instanceof ProblemError && props.error.detail}</p>
        <p>
          <a href="/teach">Go to all courses</a>
        </p>
      </section>
    );
  return (
    <div class="stack">
      <h1>{props.heading}</h1>
      <ErrorNotice error={props.error} retry={props.retry} />
    </div>
  );
}
