import { useEffect, useRef, useState } from "preact/hooks";

import { ProblemError } from "../api/client";
import { key, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { errorMessage } from "../ui/error-notice";
import { apiMessage, errorText, type ErrorText, fieldId, type Wording } from "./field-errors";
import { type LogoChange, LOGO_PATH, logoUrl, uploadLogo } from "./issuer-api";
import { LogoFileError, readLogoFile } from "./logo-file";
import { UploadRefusedError } from "./upload";

/** The issuer's logo: shown, replaced or removed. A picture is uploaded when it is chosen, and used once the form is saved. */
export function IssuerLogo(props: {
  /** The digest of the stored logo, if there is one. */
  stored: string | null;
  change: LogoChange;
  error: ErrorText | undefined;
  busy: boolean;
  onChange: (change: LogoChange) => void;
}) {
  const { stored, change, busy } = props;
  const [chosen, setChosen] = useState<{ upload_id: string; url: string } | null>(null);
  const [uploading, setUploading] = useState(false);
  const [failure, setFailure] = useState<unknown>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => () => (chosen ? URL.revokeObjectURL(chosen.url) : undefined), [chosen]);

  const choose = async (file: File) => {
    setUploading(true);
    setFailure(undefined);
    try {
      const logo = await readLogoFile(file);
      const upload_id = await uploadLogo(logo);
      setChosen({ upload_id, url: URL.createObjectURL(logo.blob) });
      props.onChange({ kind: "upload", upload_id });
      announce(t("issuer_logo.uploaded"));
    } catch (error) {
      setFailure(error);
    } finally {
      setUploading(false);
    }
  };
  const error = failure === undefined ? props.error : errorText(wordingOf(failure));
  const shown = pictureOf(change, stored, chosen);
  const id = fieldId(LOGO_PATH);
  return (
    <fieldset class="stack">
      <legend>{t("issuer_logo.title")}</legend>
      {shown && (
        <img
          class="logo"
          src={shown}
          alt={t(change.kind === "upload" ? key("issuer_logo.new") : key("issuer_logo.current"))}
        />
      )}
      {!shown && change.kind === "upload" && <p>{t("issuer_logo.new_uploaded")}</p>}
      {!shown && change.kind !== "upload" && <p class="faint">{t("issuer_logo.none")}</p>}
      <div class="row">
        <label class="button file-button">
          {t(uploading ? key("issuer_logo.uploading") : key("issuer_logo.choose"))}
          <input
            ref={input}
            id={id}
            class="visually-hidden"
            type="file"
            accept="image/png,image/jpeg,image/svg+xml"
            disabled={busy || uploading}
            aria-describedby={[`${id}-hint`, ...(error ? [`${id}-error`] : [])].join(" ")}
            aria-invalid={error ? true : undefined}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              // Lets the same file be chosen again after it was changed.
              event.currentTarget.value = "";
              if (file) void choose(file);
            }}
          />
        </label>
        {change.kind === "keep" && stored !== null && (
          <button
            class="button"
            type="button"
            disabled={busy || uploading}
            onClick={() => {
              props.onChange({ kind: "remove" });
              announce(t("issuer_logo.removed"));
              input.current?.focus();
            }}
          >
            {t("issuer_logo.remove")}
          </button>
        )}
        {change.kind !== "keep" && (
          <button
            class="button"
            type="button"
            disabled={busy || uploading}
            onClick={() => {
              setFailure(undefined);
              props.onChange({ kind: "keep" });
              input.current?.focus();
            }}
          >
            {t(stored === null ? key("issuer_logo.use_none") : key("issuer_logo.keep"))}
          </button>
        )}
      </div>
      {error && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      <p class="hint" id={`${id}-hint`}>
        {t("issuer_logo.hint")}
      </p>
    </fieldset>
  );
}

/** The address of what to show; null for nothing. */
function pictureOf(
  change: LogoChange,
  stored: string | null,
  chosen: { upload_id: string; url: string } | null,
): string | null {
  switch (change.kind) {
    case "keep":
      return stored === null ? null : logoUrl(stored);
    case "remove":
      return null;
    case "upload":
      // After a reload, the picture is not in memory any more.
      return chosen?.upload_id === change.upload_id ? chosen.url : null;
  }
}

function wordingOf(error: unknown): Wording {
  if (error instanceof LogoFileError) return { message: error.message };
  if (error instanceof UploadRefusedError) return { message: t("issuer_logo.refused") };
  return error instanceof ProblemError ? apiMessage(error.detail) : { message: errorMessage(error) };
}
