import { ProblemError } from "../api/client";
import { person } from "../session/session";
import { Failure } from "../ui/failure";
import { useTitle } from "../ui/title";

/** Why a page of the management could not be opened, and where to go instead. */
export function NotOpened({ error, retry }: { error: unknown; retry: () => void }) {
  const code = error instanceof ProblemError ? error.code : "";
  if (code === "forbidden") return <NotForYou />;
  if (code === "course_not_found" || code === "invalid_request") return <NoSuchCourse />;
  return <Failure error={error} retry={retry} />;
}

function NotForYou() {
  useTitle("For admins");
  return (
    <section class="card stack">
      <h1>This page is for those who look after courses</h1>
      <p>
        You are signed in as <bdi>{person()?.name}</bdi>, and your account learns here. If you should look after courses
        as well, ask whoever gave you the account to make it an admin’s.
      </p>
      <p>
        <a class="button button-main" href="/">
          Go to my courses
        </a>
      </p>
    </section>
  );
}

function NoSuchCourse() {
  useTitle("No such course");
  return (
    <section class="card stack">
      <h1>There is no such course</h1>
      <p>The address may be mistyped. No course has this id.</p>
      <p class="beside">
        <a class="button button-main" href="/teach">
          All courses
        </a>
        <a class="button" href="/manage/new">
          Make a new course
        </a>
      </p>
    </section>
  );
}
