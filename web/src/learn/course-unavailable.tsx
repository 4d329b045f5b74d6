import { useEffect, useState } from "preact/hooks";

import { ProblemError } from "../api/client";
import { usePerson } from "../session/use-session";
import { formatDate } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { certificateData } from "./certificate-api";
import { revocationText } from "./certificate-text";

const BAD_REQUEST = 400;
const NOT_FOUND = 404;

/** Whether the API refused the course for good, so that a retry cannot help. */
export function isCourseUnavailable(error: unknown): error is ProblemError {
  if (!(error instanceof ProblemError)) return false;
  const { status, code } = error;
  return status === NOT_FOUND || status === BAD_REQUEST || code === "not_enrolled" || code === "access_ended";
}

/** The page of a course that the user cannot open, with the reason. */
export function CourseUnavailable({ error, slug }: { error: ProblemError; slug: string }) {
  if (error.code === "access_ended") return <AccessEnded slug={slug} />;
  return error.code === "not_enrolled" ? <NotEnrolled /> : <CourseNotFound />;
}

function AccessEnded({ slug }: { slug: string }) {
  useTitle("Your access has ended");
  const revocation = useRevocation(slug);
  return (
    <section class="card stack course-unavailable">
      <h1>Your access to this course has ended</h1>
      <p>Your progress is saved. If you get access again, you can continue where you left off.</p>
      {revocation ? (
        <p dir="auto">
          Your certificate was revoked on {formatDate(revocation.revoked_at)}.{" "}
          {revocationText(revocation.revoke_reason)}
        </p>
      ) : (
        <p>If a certificate was issued to you, it stays valid and its code can still be verified.</p>
      )}
      <BackLink />
    </section>
  );
}

function NotEnrolled() {
  useTitle("Not enrolled");
  const person = usePerson();
  return (
    <section class="card stack course-unavailable">
      <h1>You are not enrolled in this course</h1>
      <p>
        You are signed in as <bdi>{person?.name}</bdi>. If you enrolled with a different account, sign out and sign in
        with that one. If you have just enrolled, try again in a moment.
      </p>
      <BackLink />
    </section>
  );
}

function CourseNotFound() {
  useTitle("Course not found");
  return (
    <section class="card stack course-unavailable">
      <h1>Course not found</h1>
      <p>
        The link may be outdated or mistyped, or the course is not published at the moment. If you are enrolled, your
        progress is saved until it is available again.
      </p>
      <BackLink />
    </section>
  );
}

function BackLink() {
  return (
    <p>
      <a class="button" href="/">
        Back to my courses
      </a>
    </p>
  );
}

interface Revocation {
  readonly revoked_at: string;
  readonly revoke_reason: string;
}

/** When and why the certificate was revoked, which the API tells even without access; null otherwise. */
function useRevocation(slug: string): Revocation | null {
  const [revocation, setRevocation] = useState<Revocation | null>(null);
  useEffect(() => {
    let isUnmounted = false;
    certificateData(slug).catch((error: unknown) => {
      const problem = error instanceof ProblemError && error.code === "certificate_revoked" ? error.document : {};
      const { revoked_at, revoke_reason } = problem;
      if (isUnmounted || typeof revoked_at !== "string" || typeof revoke_reason !== "string") return;
      setRevocation({ revoked_at, revoke_reason });
    });
    return () => {
      isUnmounted = true;
    };
  }, [slug]);
  return revocation;
}
