import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";

import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { Ribbon } from "../ui/icons";
import { formatDate } from "../ui/format";
import { CertificateActions } from "./certificate-actions";
import { revocationText } from "./certificate-text";
import { CopyButton } from "./copy-button";
import { KeptCertificate } from "./kept-certificate";
import { CERTIFICATE_ID, lessonPath } from "./paths";

type Course = Schemas["CourseProgress"];

interface Props {
  course: Course;
  /** Called when the certificate's state may have changed. */
  onChange: () => void;
}

/** The state of the learner's certificate, and what they can do with it. */
export function CertificateSection({ course, onChange }: Props) {
  const { state, status } = course.certificate;
  const heading = useTargetFocus();
  // Certificates that were issued before they were switched off stay valid.
  if (state === "disabled" && status !== "active") return null;
  const ready = state === "available" || state === "issued";
  return (
    <section class={`card stack certificate ${ready ? "certificate-ready" : ""}`} aria-labelledby={CERTIFICATE_ID}>
      <h2 id={CERTIFICATE_ID} ref={heading} tabIndex={-1}>
        <Ribbon /> {t("certificate")}
      </h2>
      <CertificateStatus course={course} />
      {/* One element for both states, so that its messages and focus survive the change from one to the other. */}
      {ready && <CertificateActions course={course} onChange={onChange} />}
    </section>
  );
}

function CertificateStatus({ course }: { course: Course }) {
  switch (course.certificate.state) {
    case "disabled":
      return (
        <>
          <p>{t("certificate.disabled")}</p>
          <KeptCertificate state="issued" url={course.certificate.verification_url} />
        </>
      );
    case "locked":
      return <Locked course={course} />;
    case "available":
      return <p>{t("certificate.check_name")}</p>;
    case "issued":
      return <Issued certificate={course.certificate} />;
    case "revoked":
      return <Revoked certificate={course.certificate} />;
  }
}

/** The section is shown, and its heading takes focus, when a link led to it. */
function useTargetFocus() {
  const { url } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (location.hash !== `#${CERTIFICATE_ID}`) return;
    // A dialog that had the link closes first.
    const frame = requestAnimationFrame(() => {
      heading.current?.focus({ preventScroll: true });
      heading.current?.parentElement?.scrollIntoView();
    });
    return () => cancelAnimationFrame(frame);
  }, [url]);
  return heading;
}

// More links than this are collapsed.
const MAX_LINKS = 5;

function Locked({ course }: { course: Course }) {
  const missing = course.lessons.filter((lesson) => course.missing_lessons.includes(lesson.lesson_id));
  if (missing.length === 0) return <p>{t("certificate.no_lessons")}</p>;
  const rest = missing.slice(MAX_LINKS);
  return (
    <>
      <p>
        {course.completed_at === null
          ? t("certificate.missing", { count: missing.length })
          : t("certificate.missing_completed", { count: missing.length })}
      </p>
      <MissingLessons slug={course.slug} lessons={missing.slice(0, MAX_LINKS)} />
      {rest.length > 0 && (
        <details>
          <summary>{t("certificate.more_lessons", { count: rest.length })}</summary>
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

/** The certificate's data. */
function Issued({ certificate }: { certificate: Schemas["CertificateStanding"] }) {
  const { issued_name, issued_at, time_zone, verification_code } = certificate;
  return (
    <dl class="certificate-facts">
      {issued_name && (
        <div>
          <dt>{t("certificate.issued_to")}</dt>
          <dd dir="auto">{issued_name}</dd>
        </div>
      )}
      {issued_at && (
        <div>
          <dt>{t("certificate.issued_on")}</dt>
          <dd>{formatDate(issued_at, "long", time_zone)}</dd>
        </div>
      )}
      {verification_code && (
        <div>
          <dt>{t("verify.code")}</dt>
          <dd class="fact-code">
            <code>{verification_code}</code>{" "}
            <CopyButton text={verification_code} label={t("copy")} name={t("copy.code")} done={t("copy.code_done")} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Revoked({ certificate }: { certificate: Schemas["CertificateStanding"] }) {
  const { revoked_at, revoke_reason, time_zone, verification_url } = certificate;
  const revokedText = revoked_at
    ? t("certificate.revoked_on", { date: formatDate(revoked_at, "long", time_zone) })
    : t("certificate.revoked");
  return (
    <>
      <div class="notice notice-bad">
        <p>
          <strong>{revokedText}</strong> <bdi>{revocationText(revoke_reason)}</bdi>
        </p>
      </div>
      <p>
        {t("certificate.everyone_sees")}{" "}
        {verification_url && (
          <a href={verification_url} target="_blank" rel="noopener noreferrer">
            {t("certificate.view_page")} <span class="visually-hidden">{t("new_tab")}</span>
          </a>
        )}
      </p>
      <p>{t("certificate.mistake")}</p>
    </>
  );
}
