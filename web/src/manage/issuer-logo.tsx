import { useEffect, useRef, useState } from "preact/hooks";

import { announce } from "../ui/announcer";
import { errorMessage } from "../ui/error-notice";
import { fieldId } from "./field-errors";
import { type LogoChange, LOGO_PATH, logoUrl, uploadLogo } from "./issuer-api";
import { LogoFileError, readLogoFile } from "./logo-file";
import { UploadRefusedError } from "./upload";

/** The issuer's logo: shown, replaced or removed. A picture is uploaded when it is chosen, and used once the form is saved. */
export function IssuerLogo(props: {
  /** The digest of the stored logo, if there is one. */
  stored: string | null;
  change: LogoChange;
  error: string | undefined;
  busy: boolean;
  onChange: (change: LogoChange) => void;
}) {
  const { stored, change, busy } = props;
  const [chosen, setChosen] = useState<{ upload_id: string; url: string } | null>(null);
  const [uploading, setUploading] = useState(false);
  const [failure, setFailure] = useState<string | undefined>(undefined);
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
      announce("The logo is uploaded. Save to use it.");
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setUploading(false);
    }
  };
  const error = failure ?? props.error;
  const shown = pictureOf(change, stored, chosen);
  const id = fieldId(LOGO_PATH);
  return (
    <fieldset class="stack">
      <legend>Logo</legend>
      {shown && <img class="logo" src={shown} alt={change.kind === "upload" ? "The new logo" : "The logo"} />}
      {!shown && change.kind === "upload" && <p>A new logo is uploaded. Save to use it.</p>}
      {!shown && change.kind !== "upload" && <p class="faint">No logo.</p>}
      <div class="row">
        <label class="button file-button">
          {uploading ? "Uploading…" : "Choose a picture"}
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
              announce("The logo will be removed when you save.");
              input.current?.focus();
            }}
          >
            Remove the logo
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
            {stored === null ? "Use no logo" : "Keep the current logo"}
          </button>
        )}
      </div>
      {error && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      <p class="hint" id={`${id}-hint`}>
        Shown to everyone who verifies a certificate, and on built-in designs. A PNG, JPEG or SVG of at most 1 MB, on
        white or transparent.
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

function messageOf(error: unknown): string {
  if (error instanceof LogoFileError) return error.message;
  if (error instanceof UploadRefusedError) return "The picture could not be uploaded. Please try again in a moment.";
  return errorMessage(error);
}
