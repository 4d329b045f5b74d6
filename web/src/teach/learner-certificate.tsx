import { useEffect, useRef, useState } from "preact/hooks";

import { unwrap, api, type Schemas } from "../api/client";
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
          Certificate
        </h2>
        <CertificateBadge state={certificate.state} />
      </div>
      {id === undefined ? (
        <p>{missingCertificateText(certificate.state, completed_at !== null)}</p>
      ) : (
        <>
          <CertificateDetails certificate={certificate} />
          <div class="row">
            {certificate.issued_name && (
              <PdfDownload publicId={id} courseTitle={certificate.issued_course_title ?? ""} />
            )}
            {!revoked && certificate.issued_name && (
              <button class="button" onClick={() => setOpen("reissue")}>
                Correct…
              </button>
            )}
            {isAdmin && !revokedManually && (
              <button class="button button-bad" onClick={() => setOpen("revoke")}>
                {revoked ? "Keep revoked…" : "Revoke…"}
              </button>
            )}
            {isAdmin && revoked && (
              <button class="button" onClick={() => setOpen("reinstate")}>
                Reinstate…
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
              handleChange(await unwrap(call), "Certificate revoked.");
            }}
          />
          <ReissueDialog
            open={open === "reissue"}
            issuedName={certificate.issued_name ?? ""}
            onClose={() => setOpen("nothing")}
            reissue={async (body) => {
              const params = { path: { public_id: id } };
              const call = api.POST("/admin/certificates/{public_id}/reissue", { params, body });
              handleChange(await unwrap(call), "Certificate replaced.");
            }}
          />
          <ReinstateDialog
            open={open === "reinstate"}
            onClose={() => setOpen("nothing")}
            reinstate={async () => {
              const params = { path: { public_id: id } };
              const call = api.POST("/admin/certificates/{public_id}/reinstate", { params });
              handleChange(await unwrap(call), "Certificate reinstated.");
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
      <dt>Issued to</dt>
      <dd dir="auto">{issued_name === "" ? "Name removed" : issued_name}</dd>
      <dt>Course</dt>
      <dd dir="auto">{issued_course_title}</dd>
      {issued_at && (
        <>
          <dt>Issued on</dt>
          <dd>{formatDateTime(issued_at)}</dd>
        </>
      )}
      <dt>Verification code</dt>
      <dd>
        {verification_url && (
          <a href={verification_url} target="_blank" rel="noopener">
            <code>{verification_code}</code>
            <span class="visually-hidden">, opens the verification page in a new tab</span>
          </a>
        )}
      </dd>
      {certificate.revoked_at && (
        <>
          <dt>Revoked on</dt>
          <dd>{formatDateTime(certificate.revoked_at)}</dd>
          <dt>Reason</dt>
          <dd class="reason" dir="auto">
            {reasonText(certificate.revoke_reason ?? "")}
          </dd>
        </>
      )}
      <dt>SHA-256 of the PDF</dt>
      <dd>
        <code class="fingerprint">{certificate.pdf_sha256}</code>
      </dd>
    </dl>
  );
}

/** Why there is no certificate yet. */
function missingCertificateText(state: Schemas["CertificateState"], completed: boolean): string {
  if (state === "disabled") return "This course does not offer certificates.";
  if (state === "available") return "The learner has earned the certificate. It is issued when they first download it.";
  if (completed) return "The learner has completed the course, but the certificate requires every lesson.";
  return "The learner can get the certificate after completing every lesson.";
}
