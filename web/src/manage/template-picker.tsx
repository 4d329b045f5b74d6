import { useEffect, useRef, useState } from "preact/hooks";

import { ProgressBar } from "../ui/progress-bar";
import type { StagedTemplate } from "./certificate-draft";
import { fieldPaths } from "./certificate-errors";
import { formatFileSize } from "./template-file";
import { fieldId } from "./field-errors";

/** Where the next template is chosen: a file, dropped or picked, or Laurel's own. Nothing is sent until it is saved. */
export function TemplatePicker(props: {
  staged: StagedTemplate | null;
  /** Whether the staged file has to be chosen again. */
  isFileMissing: boolean;
  /** Whether it is being saved, and nothing else can be chosen. */
  busy: boolean;
  /** How much of the file is sent, from 0 to 1, while it is on its way. */
  progress: number | null;
  error: string | undefined;
  onFile: (file: File) => void;
  onDefault: () => void;
  onNone: () => void;
  onCancel: () => void;
}) {
  const { staged, busy, progress, error } = props;
  const [isDragOver, setDragOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  usePreventStrayDrops();
  const describedBy = ["template-hint", ...(error ? ["template-wrong"] : [])].join(" ");
  return (
    <div
      class={isDragOver ? "drop drop-over" : "drop"}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setDragOver(true);
      }}
      onDragLeave={() => setDragOver(false)}
      onDrop={(event) => {
        setDragOver(false);
        const file = event.dataTransfer?.files[0];
        if (!file) return;
        event.preventDefault();
        if (!busy) props.onFile(file);
      }}
    >
      {progress !== null ? (
        <UploadProgress staged={staged} progress={progress} onCancel={props.onCancel} />
      ) : (
        <>
          {staged && <StagedTemplateRow {...props} staged={staged} />}
          <p class="drop-words">Drop a PDF here, or</p>
          <div class="beside drop-ways">
            <label class="button file-button">
              Choose a PDF
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
                  // The same file may be chosen again, once it was changed.
                  event.currentTarget.value = "";
                  if (file) props.onFile(file);
                }}
              />
            </label>
            <button class="button" type="button" disabled={busy} onClick={props.onDefault}>
              Use Laurel’s own template
            </button>
          </div>
        </>
      )}
      {error && (
        <p class="wrong" id="template-wrong">
          {error}
        </p>
      )}
      <p class="hint" id="template-hint">
        A PDF of at most 10 MB, light where text is laid. Its first page is used; scripts, forms and links in it are
        not.
      </p>
    </div>
  );
}

function StagedTemplateRow(props: {
  staged: StagedTemplate;
  isFileMissing: boolean;
  busy: boolean;
  onNone: () => void;
}) {
  const { staged } = props;
  return (
    <div class="staged">
      <p>
        <strong>{staged.kind === "default" ? "Laurel’s own template" : <bdi>{staged.file_name}</bdi>}</strong>{" "}
        {staged.kind === "file" && <span class="faint">{formatFileSize(staged.size_bytes)}</span>}
        <br />
        {props.isFileMissing
          ? "The file was not uploaded yet, and has to be chosen again."
          : "Becomes the template when you save."}
      </p>
      <button class="button button-quiet" type="button" disabled={props.busy} onClick={props.onNone}>
        Do not use it
      </button>
    </div>
  );
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
        Uploading <bdi>{name}</bdi>: {formatFileSize(Math.round(size * progress))} of {formatFileSize(size)}
      </p>
      <ProgressBar percent={Math.floor(progress * 100)} label="Uploaded" />
      <div>
        <button class="button" type="button" onClick={onCancel}>
          Cancel the upload
        </button>
      </div>
    </div>
  );
}

/** A file that is dropped beside the place for it would be opened by the browser, in place of this page. */
function usePreventStrayDrops(): void {
  useEffect(() => {
    const ignore = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    addEventListener("dragover", ignore);
    addEventListener("drop", ignore);
    return () => {
      removeEventListener("dragover", ignore);
      removeEventListener("drop", ignore);
    };
  }, []);
}
