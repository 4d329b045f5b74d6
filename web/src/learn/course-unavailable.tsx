import type { Schemas } from "../api/client";
import { ProblemError } from "../api/client";
import { usePerson } from "../session/use-session";
import { formatDate } from "../ui/format";
import { useResource } from "../ui/use-resource";
import { useTitle } from "../ui/use-title";
import { certificateCardLabel, closedCourseText } from "./certificate-text";
import { KeptCertificate } from "./kept-certificate";
import { findMyCourse } from "./use-my-courses";

const BAD_REQUEST = 400;
const NOT_FOUND = 404;

/** Whether the API refused the course for good, so that a retry cannot help. */
export function isCourseUnavailable(error: unknown): error is ProblemError {
  if (!(error instanceof ProblemError)) return false;
  const { status, code } = error;
  return status === NOT_FOUND || status === BAD_REQUEST || code === "not_enrolled" || code === "access_ended";
}

/** The page of a course that the user cannot open, with the reason, and what the learner keeps of it. */
export function CourseUnavailable({ error, slug }: { error: ProblemError; slug: string }) {
  if (error.code === "not_enrolled") return <NotEnrolled />;
  return <Closed slug={slug} hasEnded={error.code === "access_ended"} />;
}

function Closed({ slug, hasEnded }: { slug: string; hasEnded: boolean }) {
  // Loaded from the list of courses: a request for the certificate could issue it.
  const { data: card, loading } = useResource(() => findMyCourse(slug), slug);
  if (hasEnded) return <AccessEnded card={card} />;
  if (loading) return <p class="loading">Loading the course…</p>;
  return card ? <NotPublished card={card} /> : <CourseNotFound />;
}

type Card = Schemas["MyCourse"];

function AccessEnded({ card }: { card: Card | undefined }) {
  useTitle("Your access has ended");
  return (
    <section class="card stack course-unavailable">
      <h1>Your access to this course has ended</h1>
      <p>Your progress is saved. If you get access again, you can continue where you left off.</p>
      {card && (
        <>
          <Sentences of={closedCourseText(card).slice(1)} />
          <Kept card={card} />
        </>
      )}
      <BackLink />
    </section>
  );
}

function NotPublished({ card }: { card: Card }) {
  useTitle(card.title);
  return (
    <section class="card stack course-unavailable">
      <h1 dir="auto">{card.title}</h1>
      <Sentences of={closedCourseText(card)} />
      <Kept card={card} />
      <BackLink />
    </section>
  );
}

function Sentences({ of }: { of: readonly string[] }) {
  return (
    <>
      {of.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </>
  );
}

/** What the learner has of a course for good. */
function Kept({ card }: { card: Card }) {
  const certificate = certificateCardLabel(card);
  return (
    <>
      {card.completed_at && <p>You completed it on {formatDate(card.completed_at)}.</p>}
      {certificate && <p>{certificate}.</p>}
      <KeptCertificate state={card.certificate_state} url={card.verification_url} />
    </>
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
