import { useState } from "preact/hooks";

import { api, unwrap, type Schemas } from "../api/client";
import { CertificateBadge } from "../teach/badges";
import { ENROLLMENT_LABELS } from "../teach/labels";
import { learnerPath } from "../teach/paths";
import { PdfDownload } from "../teach/pdf-download";
import { ReinstateDialog } from "../teach/reinstate-dialog";
import { RevokeDialog } from "../teach/revoke-dialog";
import { key, rich, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { formatDate, formatPercent } from "../ui/format";
import { ProgressBar } from "../ui/progress-bar";
import type { LearnersCourse } from "./learner-api";

/**
 * A learner in one course, with the certificate and what can be done with it at once.
 *
 * @param onChange loads the learner again.
 */
export function LearnersCourseCard({ course, onChange }: { course: LearnersCourse; onChange: () => Promise<void> }) {
  const { label, badgeClass } = ENROLLMENT_LABELS[course.status];
  return (
    <li class="card stack">
      <div class="title-line">
        <h3>
          <a href={learnerPath(course.course_id, course.user_id)} dir="auto">
            {course.course_title}
          </a>
        </h3>
        <span class={`badge ${badgeClass}`}>{label}</span>
      </div>
      <div>
        <ProgressBar percent={course.percent} label={t("card.progress", { title: course.course_title })} />
        <span class="bar-text">
          {course.completed_at
            ? rich("learners_course_card.completed", {
                date: <time dateTime={course.completed_at}>{formatDate(course.completed_at)}</time>,
              })
            : t("learners_course_card.percent", { percent: formatPercent(course.percent) })}
        </span>
      </div>
      <p class="row">
        <span class="faint">{t("certificate")}</span> <CertificateBadge state={course.certificate_state} />
      </p>
      {course.certificate && (
        <CertificateActions certificate={course.certificate} title={course.course_title} onChange={onChange} />
      )}
    </li>
  );
}

function CertificateActions(props: {
  certificate: Schemas["Certificate"];
  title: string;
  onChange: () => Promise<void>;
}) {
  const { certificate, title } = props;
  const [open, setOpen] = useState<"nothing" | "revoke" | "reinstate">("nothing");
  const id = certificate.public_id;
  const revoked = certificate.status === "revoked";
  const revokedManually = certificate.revocations.some(
    (revocation) => revocation.cause === "by_hand" && !revocation.reinstated_at,
  );
  const close = async (message: string) => {
    await props.onChange();
    setOpen("nothing");
    announce(message);
  };
  const params = { path: { public_id: id } };
  return (
    <div class="stack">
      <p>
        {rich("learners_course_card.name_and_code", {
          name: <bdi>{certificate.issued_name || t("learners_course_card.name_removed")}</bdi>,
          code: (
            <a href={certificate.verification_url} target="_blank" rel="noopener">
              <code>{certificate.verification_code}</code>
              <span class="visually-hidden">{t("learners_course_card.new_tab")}</span>
            </a>
          ),
        })}
      </p>
      <div class="row">
        {certificate.issued_name !== "" && <PdfDownload publicId={id} courseTitle={title} />}
        {!revokedManually && (
          <button class="button button-bad" onClick={() => setOpen("revoke")}>
            {t(revoked ? key("learners_course_card.keep_revoked") : key("learners_course_card.revoke"))}
            <span class="visually-hidden"> {title}</span>
          </button>
        )}
        {revoked && (
          <button class="button" onClick={() => setOpen("reinstate")}>
            {t("learners_course_card.reinstate")}
            <span class="visually-hidden"> {title}</span>
          </button>
        )}
      </div>
      <RevokeDialog
        open={open === "revoke"}
        publicId={id}
        alreadyRevoked={revoked}
        onClose={() => setOpen("nothing")}
        revoke={async (reason) => {
          await unwrap(api.POST("/admin/certificates/{public_id}/revoke", { params, body: { reason } }));
          await close(t("learners_course_card.revoked"));
        }}
      />
      <ReinstateDialog
        open={open === "reinstate"}
        onClose={() => setOpen("nothing")}
        reinstate={async () => {
          await unwrap(api.POST("/admin/certificates/{public_id}/reinstate", { params }));
          await close(t("learners_course_card.reinstated"));
        }}
      />
    </div>
  );
}
