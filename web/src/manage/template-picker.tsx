import { useRef } from "preact/hooks";

import { key, rich, t } from "../texts/texts";
import { DropZone } from "../ui/drop-zone";
import { ProgressBar } from "../ui/progress-bar";
import type { StagedTemplate } from "./certificate-draft";
import { describeChoice } from "./design-choice";
import { fieldPaths } from "./certificate-errors";
import { formatFileSize } from "./template-file";
import { type ErrorText, fieldId } from "./field-errors";

/** Chooses a template: a file, dropped or picked, a built-in design, or Laurel's default. Nothing is uploaded before the form is saved, or a
 * sample is asked for. */
export function TemplatePicker(props: {
  staged: StagedTemplate | null;
  /** Whether the staged file has to be chosen again. */
  isFileMissing: boolean;
  /** Whether the staged template cannot be used, as the service found. */
  isRefused: boolean;
  /** Whether the form is being saved, so that nothing can be chosen. */
  busy: boolean;
  /** The upload's progress from 0 to 1; null while there is none. */
  progress: number | null;
  error: ErrorText | undefined;
  onFile: (file: File) => void;
  onDefault: () => void;
  onDesign: () => void;
  onNone: () => void;
  onCancel: () => void;
}) {
  const { staged, busy, progress, error } = props;
  const input = useRef<HTMLInputElement>(null);
  const describedBy = ["template-hint", ...(error ? ["template-error"] : [])].join(" ");
  return (
    <DropZone isBusy={busy} onFile={props.onFile}>
      {progress !== null ? (
        <UploadProgress staged={staged} progress={progress} onCancel={props.onCancel} />
      ) : (
        <>
          {staged && <StagedTemplateRow {...props} staged={staged} />}
          <p>{t("template_picker.drop")}</p>
          <div class="row">
            <label class="button file-button">
              {t("template_picker.choose")}
              <input
                ref={input}
                id={fieldId(fieldPaths.template)}
                class="visually-hidden"
                type="file"
                disabled={busy}
                accept="application/pdf,.pdf"
                aria-describedby={describedBy}
                aria-invalid={error ? true : undefined}
                onChange={(event) => {
                  const file = event.currentTarget.files?.[0];
                  // Lets the same file be chosen again after it was changed.
                  event.currentTarget.value = "";
                  if (file) props.onFile(file);
                }}
              />
            </label>
            <button class="button" type="button" disabled={busy || staged?.kind === "design"} onClick={props.onDesign}>
              {t("template_picker.use_design")}
            </button>
            <button class="button" type="button" disabled={busy} onClick={props.onDefault}>
              {t("template_picker.use_default")}
            </button>
          </div>
        </>
      )}
      {error && (
        <p class="field-error" id="template-error">
          {error}
        </p>
      )}
      <p class="hint" id="template-hint">
        {t("template_picker.hint")}
      </p>
    </DropZone>
  );
}

function StagedTemplateRow(props: {
  staged: StagedTemplate;
  isFileMissing: boolean;
  isRefused: boolean;
  busy: boolean;
  onNone: () => void;
}) {
  const { staged } = props;
  return (
    <div class="staged">
      <p>
        <strong>
          <StagedName staged={staged} />
        </strong>{" "}
        {staged.kind === "file" && <span class="faint">{formatFileSize(staged.size_bytes)}</span>}
        <br />
        {stagedNote(props)}
      </p>
      <button class="button button-quiet" type="button" disabled={props.busy} onClick={props.onNone}>
        {t("template_picker.remove")}
      </button>
    </div>
  );
}

function stagedNote(props: { isFileMissing: boolean; isRefused: boolean }): string {
  if (props.isRefused) return t("template_picker.refused");
  return t(props.isFileMissing ? key("template_picker.file_missing") : key("template_picker.staged"));
}

function StagedName({ staged }: { staged: StagedTemplate }) {
  switch (staged.kind) {
    case "default":
      return <>{t("template_picker.default")}</>;
    case "design":
      return <>{describeChoice(staged.choice)}</>;
    case "file":
      return <bdi>{staged.file_name}</bdi>;
  }
}

function UploadProgress({
  staged,
  progress,
  onCancel,
}: {
  staged: StagedTemplate | null;
  progress: number;
  onCancel: () => void;
}) {
  const [name, size] = staged?.kind === "file" ? [staged.file_name, staged.size_bytes] : ["", 0];
  return (
    <div class="stack uploading">
      <p>
        {rich("template_picker.uploading", {
          file: <bdi>{name}</bdi>,
          sent: formatFileSize(Math.round(size * progress)),
          size: formatFileSize(size),
        })}
      </p>
      <ProgressBar percent={Math.floor(progress * 100)} label={t("template_picker.progress")} />
      <div>
        <button class="button" type="button" onClick={onCancel}>
          {t("template_picker.cancel")}
        </button>
      </div>
    </div>
  );
}
