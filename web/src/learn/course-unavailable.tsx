import { useEffect, useState } from "preact/hooks";

import { ProblemError } from "../api/client";
import { usePerson } from "../session/use-session";
import { formatDate } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { certificateData } from "./certificate-api";
import { revocationText } from "./certificate-text";

const BAD_REQUEST = 400;
const NOT_FOUND = 404;

/** Whether a course was refused for good, so that trying again is no help. */
export function isCourseUnavailable(error: unknown): error is ProblemError {
  if (!(error instanceof ProblemError)) return false;
  const { status, code } = error;
  return status === NOT_FOUND || status === BAD_REQUEST || code === "not_enrolled" || code === "access_ended";
}

/** The page of a course that its visitor may not enter, with the reason and the way home. */
export function CourseUnavailable({ error, slug }: { error: ProblemError; slug: string }) {
  if (error.code === "access_ended") return <AccessEnded slug={slug} />;
  return error.code === "not_enrolled" ? <NotEnrolled /> : <CourseNotFound />;
}

function AccessEnded({ slug }: { slug: string }) {
  useTitle("Your access has ended");
  const revocation = useRevocation(slug);
  return (
    <section class="card stack refused">
      <h1>Your access to this course has ended</h1>
      <p>
        What you reached stays on record. If you get access again, you go on where you were, and no lesson is to be
        watched twice.
      </p>
      {revocation ? (
        <p dir="auto">
          Your certificate was revoked on {formatDate(revocation.revoked_at)}.{" "}
          {revocationText(revocation.revoke_reason)}
        </p>
      ) : (
        <p>A certificate that was issued to you stays valid: its code can be checked as before.</p>
      )}
      <BackLink />
    </section>
  );
}

function NotEnrolled() {
  useTitle("Not enrolled");
  const person = usePerson();
  return (
    <section class="card stack refused">
      <h1>You are not enrolled in this course</h1>
      <p>
        You are signed in as <bdi>{person?.name}</bdi>. If you enrolled under another account, sign out and sign in with
        that one. If you enrolled a moment ago, try again shortly.
      </p>
      <BackLink />
    </section>
  );
}

function CourseNotFound() {
  useTitle("No such course");
  return (
    <section class="card stack refused">
      <h1>There is no such course</h1>
      <p>
        The address may be old or mistyped, or the course is not published at the moment. If you were in it, your
        progress is kept for when it comes back.
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

/** When and why the certificate was revoked, which a learner may know without access; null otherwise. */
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
