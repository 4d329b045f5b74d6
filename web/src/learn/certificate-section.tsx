import type { Schemas } from "../api/client";
import { Ribbon } from "../ui/icons";
import { pluralize, formatDate } from "../ui/format";
import { CertificateActions, CopyButton } from "./certificate-actions";
import { revocationText } from "./certificate-text";
import { lessonPath } from "./lesson-list";

type Course = Schemas["CourseProgress"];

interface Props {
  course: Course;
  /** Called when the certificate's state may have changed. */
  onChange: () => void;
}

/** What there is of a certificate, in words, and what its learner can do about it. */
export function CertificateSection({ course, onChange }: Props) {
  const { state } = course.certificate;
  if (state === "disabled") return null;
  const ready = state === "available" || state === "issued";
  return (
    <section class={`card stack certificate ${ready ? "certificate-ready" : ""}`} aria-labelledby="certificate">
      <h2 id="certificate">
        <Ribbon /> Certificate
      </h2>
      <CertificateStatus course={course} />
      {/* One for both states: what it says, and the focus on it, outlive the change from one to the other. */}
      {ready && <CertificateActions course={course} onChange={onChange} />}
    </section>
  );
}

function CertificateStatus({ course }: { course: Course }) {
  switch (course.certificate.state) {
    case "disabled":
      return null;
    case "locked":
      return <Locked course={course} />;
    case "available":
      return <Available />;
    case "issued":
      return <Issued certificate={course.certificate} />;
    case "revoked":
      return <Revoked certificate={course.certificate} />;
  }
}

function Available() {
  return (
    <>
      <p>Your certificate is ready.</p>
      <p class="hint">The first download issues it: name, course and date then stay as they are, for good.</p>
    </>
  );
}

// So many links are a list; more are a wall.
const MAX_LINKS = 5;

function Locked({ course }: { course: Course }) {
  const missing = course.lessons.filter((lesson) => course.missing_lessons.includes(lesson.lesson_id));
  if (missing.length === 0) return <p>There will be a certificate, once there are lessons to finish.</p>;
  const rest = missing.slice(MAX_LINKS);
  return (
    <>
      <p>
        {course.completed_at && "The course is complete. "}
        The certificate asks for every lesson; {pluralize(missing.length, "lesson is", "lessons are")} still to be done.
      </p>
      <MissingLessons slug={course.slug} lessons={missing.slice(0, MAX_LINKS)} />
      {rest.length > 0 && (
        <details>
          <summary>{pluralize(rest.length, "more lesson")}</summary>
          <MissingLessons slug={course.slug} lessons={rest} />
        </details>
      )}
    </>
  );
}

function MissingLessons({ slug, lessons }: { slug: string; lessons: Schemas["LessonStanding"][] }) {
  return (
    <ul class="missing" role="list">
      {lessons.map((lesson) => (
        <li key={lesson.lesson_id}>
          <a href={lessonPath(slug, lesson.lesson_id)}>
            <bdi>{lesson.title}</bdi>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What stands on the certificate. */
function Issued({ certificate }: { certificate: Schemas["CertificateStanding"] }) {
  const { issued_name, issued_at, verification_code } = certificate;
  return (
    <dl class="certificate-facts">
      {issued_name && (
        <div>
          <dt>Issued to</dt>
          <dd dir="auto">{issued_name}</dd>
        </div>
      )}
      {issued_at && (
        <div>
          <dt>Issued on</dt>
          <dd>{formatDate(issued_at)}</dd>
        </div>
      )}
      {verification_code && (
        <div>
          <dt>Verification code</dt>
          <dd class="fact-code">
            <code>{verification_code}</code> <CopyButton text={verification_code} description="the verification code" />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Revoked({ certificate }: { certificate: Schemas["CertificateStanding"] }) {
  const { revoked_at, revoke_reason, verification_url } = certificate;
  return (
    <>
      <div class="notice notice-bad">
        <p>
          <strong>Revoked{revoked_at ? ` on ${formatDate(revoked_at)}` : ""}.</strong>{" "}
          <bdi>{revocationText(revoke_reason)}</bdi>
        </p>
      </div>
      <p>
        Whoever checks its code reads the same.{" "}
        {verification_url && (
          <a href={verification_url} target="_blank" rel="noopener noreferrer">
            See what they see<span class="visually-hidden"> (opens in a new tab)</span>
          </a>
        )}
      </p>
      <p>
        If you think that this is a mistake, tell whoever you got the course from: they can take it back. If you buy the
        course anew, a new certificate is yours, with a code of its own.
      </p>
    </>
  );
}
