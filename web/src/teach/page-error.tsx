import { ProblemError } from "../api/client";
import { ErrorNotice } from "../ui/error-notice";
import { useTitle } from "../ui/use-title";
import { useIsInstructorOnly } from "./use-role";

const FORBIDDEN = 403;
/** An ID that cannot exist is rejected as invalid rather than not found. */
const NOT_THERE: readonly number[] = [400, 404];

/** The page shown in place of one that the user's role may not open. */
export function Forbidden() {
  const isInstructor = useIsInstructorOnly();
  useTitle(isInstructor ? "Page not open to you" : "Page for instructors");
  if (isInstructor)
    return (
      <section class="card stack">
        <h1>This page is not open to you</h1>
        <p>It is for admins, or for the instructors of a course that you do not teach.</p>
        <p>If you teach this course, ask your administrator to name you as its instructor.</p>
        <p>
          <a href="/teach">Go to your courses</a>
        </p>
      </section>
    );
  return (
    <section class="card stack">
      <h1>This page is for instructors</h1>
      <p>You are signed in as a learner. If you teach here, ask your administrator for instructor access.</p>
      <p>
        <a href="/">Go to my courses</a>
      </p>
    </section>
  );
}

/**
 * The page shown in place of one that is forbidden, not found or could not be loaded.
 *
 * @param heading of the page that could not be loaded.
 */
export function PageError(props: { error: unknown; heading: string; retry: () => void }) {
  const { error } = props;
  if (error instanceof ProblemError && error.status === FORBIDDEN) return <Forbidden />;
  if (error instanceof ProblemError && NOT_THERE.includes(error.status)) return <NotThere detail={error.detail} />;
  return <NotLoaded {...props} />;
}

function NotThere({ detail }: { detail: string }) {
  useTitle("Page not found");
  return (
    <section class="card stack">
      <h1>Page not found</h1>
      <p>{detail}</p>
      <p>
        <a href="/teach">Go to all courses</a>
      </p>
    </section>
  );
}

function NotLoaded(props: { error: unknown; heading: string; retry: () => void }) {
  useTitle(props.heading);
  return (
    <div class="stack">
      <h1>{props.heading}</h1>
      <ErrorNotice error={props.error} retry={props.retry} />
    </div>
  );
}
