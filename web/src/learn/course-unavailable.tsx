import type { Schemas } from "../api/client";
import { ProblemError } from "../api/client";
import { usePerson } from "../session/use-session";
import { rich, t } from "../texts/texts";
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
  if (loading) return <p class="loading">{t("unavailable.loading")}</p>;
  return card ? <NotPublished card={card} /> : <CourseNotFound />;
}

type Card = Schemas["MyCourse"];

function AccessEnded({ card }: { card: Card | undefined }) {
  useTitle(t("unavailable.ended_title"));
  return (
    <section class="card stack course-unavailable">
      <h1>{t("unavailable.ended")}</h1>
      <p>{t("unavailable.ended_text")}</p>
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
      {card.completed_at && <p>{t("unavailable.completed", { date: formatDate(card.completed_at) })}</p>}
      {certificate && <p>{certificate}.</p>}
      <KeptCertificate state={card.certificate_state} url={card.verification_url} />
    </>
  );
}

function NotEnrolled() {
  useTitle(t("unavailable.not_enrolled_title"));
  const person = usePerson();
  return (
    <section class="card stack course-unavailable">
      <h1>{t("unavailable.not_enrolled")}</h1>
      <p>{rich("unavailable.not_enrolled_text", { name: <bdi>{person?.name}</bdi> })}</p>
      <BackLink />
    </section>
  );
}

function CourseNotFound() {
  useTitle(t("unavailable.not_found"));
  return (
    <section class="card stack course-unavailable">
      <h1>{t("unavailable.not_found")}</h1>
      <p>{t("unavailable.not_found_text")}</p>
      <BackLink />
    </section>
  );
}

function BackLink() {
  return (
    <p>
      <a class="button" href="/">
        {t("unavailable.back")}
      </a>
    </p>
  );
}
