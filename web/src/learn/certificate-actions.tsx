import { useId, useRef, useState } from "preact/hooks";

import { ProblemError, type Schemas } from "../api/client";
import { key, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { ErrorNotice } from "../ui/error-notice";
import { Download } from "../ui/icons";
import { saveFile } from "../ui/save-file";
import { certificatePdf, fileName } from "./certificate-api";
import { CertificateSharing } from "./certificate-sharing";
import { NameForm } from "./name-form";
import { nameStep, refusedDownloadText } from "./printed-name";
import { PrintedName } from "./printed-name-text";
import { useProfile } from "./use-profile";

interface Props {
  course: Pick<Schemas["CourseProgress"], "slug" | "title" | "certificate">;
  /** Called when the certificate's state may have changed, such as to issued or revoked. */
  onChange: (() => void) | undefined;
}

/** Issue a certificate, by its first download, once the learner has confirmed the name; then download and share it. */
export function CertificateActions({ course, onChange }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [downloaded, setDownloaded] = useState(false);
  const [editing, setEditing] = useState(false);
  const nameText = useRef<HTMLParagraphElement>(null);
  const nameId = useId();
  const issued = downloaded || course.certificate.state === "issued";
  const profile = useProfile(issued ? null : course.slug);
  const step = !issued && profile.data ? nameStep(profile.data, error) : undefined;

  const download = async () => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      saveFile(await certificatePdf(course.slug), fileName(course.title));
      setDownloaded(true);
      announce(t(issued ? key("certificate.downloaded") : key("certificate.issued_downloaded")));
      onChange?.();
    } catch (error) {
      setError(error);
      if (!(error instanceof ProblemError)) return;
      // The name may have been removed since it was loaded.
      if (!issued) void profile.reload();
      onChange?.();
    } finally {
      setBusy(false);
    }
  };
  const closeForm = () => {
    setEditing(false);
    setError(undefined);
    // Not the button that downloads: a second press of Enter would issue the certificate.
    requestAnimationFrame(() => nameText.current?.focus());
  };

  if (step && (editing || step.kind === "ask"))
    // The form takes focus where it replaces the button that was pressed.
    return <NameForm step={step} takesFocus={editing || error !== undefined} onClose={closeForm} />;
  if (!issued && profile.error !== undefined)
    return <ErrorNotice error={profile.error} retry={() => void profile.reload()} />;
  if (!issued && !step) return <p class="loading">{t("certificate.loading_name")}</p>;
  const label = issued
    ? busy
      ? key("certificate.downloading")
      : key("certificate.download")
    : busy
      ? key("certificate.issuing")
      : key("certificate.confirm");
  return (
    <div class="stack">
      {step?.kind === "confirm" && <PrintedName step={step} id={nameId} element={nameText} />}
      <p class="row">
        <button
          class="button button-main"
          aria-disabled={busy}
          aria-describedby={issued ? undefined : nameId}
          onClick={() => void download()}
        >
          <Download /> {t(label)}
        </button>
        {step?.kind === "confirm" && step.advice === null && (
          <button class="button" onClick={() => setEditing(true)}>
            {t("certificate.change_name")}
          </button>
        )}
      </p>
      {issued && <CertificateSharing slug={course.slug} />}
      {error !== undefined && <DownloadError error={error} printedName={profile.data?.printed_name ?? ""} />}
    </div>
  );
}

function DownloadError({ error, printedName }: { error: unknown; printedName: string }) {
  const text = refusedDownloadText(error, printedName);
  if (text === undefined) return <ErrorNotice error={error} />;
  return (
    <div class="notice notice-bad" role="alert">
      <p>{text}</p>
    </div>
  );
}
