import { useEffect, useRef, useState } from "preact/hooks";

import { unwrap, api, type Schemas } from "../api/client";
import { key, type PlainKey, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { formatDateTime } from "../ui/format";
import { CertificateBadge } from "./badges";
import { PdfDownload } from "./pdf-download";
import { ReinstateDialog } from "./reinstate-dialog";
import { ReissueDialog } from "./reissue-dialog";
import { Revocations } from "./revocations";
import { RevokeDialog } from "./revoke-dialog";
import { reasonText } from "./labels";
import { useIsAdmin } from "./use-role";

type OpenDialog = "nothing" | "revoke" | "reinstate" | "reissue";

/**
 * A learner's certificate, with the actions to correct it and, for admins, to revoke and reinstate it.
 *
 * @param onChange receives the changed certificate, or the one that has replaced it.
 */
export function LearnerCertificate(props: {
  learner: Schemas["LearnerDetail"];
  onChange: (certificate: Schemas["Certificate"]) => void;
}) {
  const { certificate, revocations, completed_at } = props.learner;
  const isAdmin = useIsAdmin();
  const [open, setOpen] = useState<OpenDialog>("nothing");
  const heading = useRef<HTMLHeadingElement>(null);
  const focusHeading = useRef(false);
  const id = certificate.public_id;
  const revoked = certificate.status === "revoked";
  const revokedManually = revocations.some((revocation) => revocation.cause === "by_hand" && !revocation.reinstated_at);

  const handleChange = (changed: Schemas["Certificate"], message: string) => {
    props.onChange(changed);
    setOpen("nothing");
    announce(message);
    focusHeading.current = true;
  };
  // The button that opened the dialog may be gone, and nothing behind a modal dialog can take focus before it closes.
  useEffect(() => {
    if (open !== "nothing" || !focusHeading.current) return;
    focusHeading.current = false;
    heading.current?.focus();
  }, [open]);

  return (
    <section class="card stack" aria-labelledby="certificate">
      <div class="page-head">
        <h2 id="certificate" ref={heading} tabIndex={-1}>
          {t("certificate")}
        </h2>
        <CertificateBadge state={certificate.state} />
      </div>
      {id === undefined ? (
        <p>{t(missingCertificateText(certificate.state, completed_at !== null))}</p>
      ) : (
        <>
          <CertificateDetails certificate={certificate} />
          <div class="row">
            {certificate.issued_name && (
              <PdfDownload publicId={id} courseTitle={certificate.issued_course_title ?? ""} />
            )}
            {!revoked && certificate.issued_name && (
              <button class="button" onClick={() => setOpen("reissue")}>
                {t("learner_certificate.correct")}
              </button>
            )}
            {isAdmin && !revokedManually && (
              <button class="button button-bad" onClick={() => setOpen("revoke")}>
                {t(revoked ? key("learner_certificate.keep_revoked") : key("learner_certificate.revoke"))}
              </button>
            )}
            {isAdmin && revoked && (
              <button class="button" onClick={() => setOpen("reinstate")}>
                {t("learner_certificate.reinstate")}
              </button>
            )}
          </div>
          <Revocations revocations={revocations} />
          <RevokeDialog
            open={open === "revoke"}
            publicId={id}
            alreadyRevoked={revoked}
            onClose={() => setOpen("nothing")}
            revoke={async (reason) => {
              const params = { path: { public_id: id } };
              const call = api.POST("/admin/certificates/{public_id}/revoke", { params, body: { reason } });
              handleChange(await unwrap(call), t("learner_certificate.revoked"));
            }}
          />
          <ReissueDialog
            open={open === "reissue"}
            issuedName={certificate.issued_name ?? ""}
            onClose={() => setOpen("nothing")}
            reissue={async (body) => {
              const params = { path: { public_id: id } };
              const call = api.POST("/admin/certificates/{public_id}/reissue", { params, body });
              handleChange(await unwrap(call), t("learner_certificate.replaced"));
            }}
          />
          <ReinstateDialog
            open={open === "reinstate"}
            onClose={() => setOpen("nothing")}
            reinstate={async () => {
              const params = { path: { public_id: id } };
              const call = api.POST("/admin/certificates/{public_id}/reinstate", { params });
              handleChange(await unwrap(call), t("learner_certificate.reinstated"));
            }}
          />
        </>
      )}
    </section>
  );
}

function CertificateDetails({ certificate }: { certificate: Schemas["CertificateStanding"] }) {
  const { issued_name, issued_course_title, issued_at, verification_url, verification_code } = certificate;
  return (
    <dl class="facts">
      <dt>{t("learner_certificate.issued_to")}</dt>
      <dd dir="auto">{issued_name === "" ? t("learner_certificate.name_removed") : issued_name}</dd>
      <dt>{t("course")}</dt>
      <dd dir="auto">{issued_course_title}</dd>
      {issued_at && (
        <>
          <dt>{t("learner_certificate.issued_on")}</dt>
          <dd>{formatDateTime(issued_at)}</dd>
        </>
      )}
      <dt>{t("verify.code")}</dt>
      <dd>
        {verification_url && (
          <a href={verification_url} target="_blank" rel="noopener">
            <code>{verification_code}</code>
            <span class="visually-hidden">{t("learner_certificate.new_tab")}</span>
          </a>
        )}
      </dd>
      {certificate.revoked_at && (
        <>
          <dt>{t("learner_certificate.revoked_on")}</dt>
          <dd>{formatDateTime(certificate.revoked_at)}</dd>
          <dt>{t("learner_certificate.reason")}</dt>
          <dd class="reason" dir="auto">
            {reasonText(certificate.revoke_reason ?? "")}
          </dd>
        </>
      )}
      <dt>{t("learner_certificate.sha256")}</dt>
      <dd>
        <code class="fingerprint">{certificate.pdf_sha256}</code>
      </dd>
    </dl>
  );
}

/** Why there is no certificate yet. */
function missingCertificateText(state: Schemas["CertificateState"], completed: boolean): PlainKey {
  if (state === "disabled") return key("learner_certificate.none_disabled");
  if (state === "available") return key("learner_certificate.none_available");
  if (completed) return key("learner_certificate.none_completed");
  return key("learner_certificate.none_locked");
}
