import { useEffect, useRef, useState } from "preact/hooks";

import { ProgressBar } from "../ui/progress-bar";
import type { Staged } from "./certificate-draft";
import { paths } from "./certificate-wrong";
import { sizeInWords } from "./template-file";
import { fieldId } from "./wrong";

/** Where the next template is chosen: a file, dropped or picked, or Laurel's own. Nothing is sent until it is saved. */
export function TemplatePicker(props: {
  staged: Staged | null;
  /** Whether the staged file has to be chosen again. */
  lacksFile: boolean;
  /** Whether it is being saved, and nothing else can be chosen. */
  busy: boolean;
  /** How much of the file is sent, from 0 to 1, while it is on its way. */
  share: number | null;
  wrong: string | undefined;
  onFile: (file: File) => void;
  onDefault: () => void;
  onNone: () => void;
  onCancel: () => void;
}) {
  const { staged, busy, share, wrong } = props;
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useNoStrayDrops();
  const notes = ["template-hint", ...(wrong ? ["template-wrong"] : [])].join(" ");
  return (
    <div
      class={over ? "drop drop-over" : "drop"}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (!file) return;
        event.preventDefault();
        if (!busy) props.onFile(file);
      }}
    >
      {share !== null ? (
        <Upload staged={staged} share={share} onCancel={props.onCancel} />
      ) : (
        <>
          {staged && <StagedTemplate {...props} staged={staged} />}
          <p class="drop-words">Drop a PDF here, or</p>
          <div class="beside drop-ways">
            <label class="button file-button">
              Choose a PDF
              <input
                ref={input}
                id={fieldId(paths.template)}
                class="visually-hidden"
                type="file"
                disabled={busy}
                accept="application/pdf,.pdf"
                aria-describedby={notes}
                aria-invalid={wrong ? true : undefined}
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
      {wrong && (
        <p class="wrong" id="template-wrong">
          {wrong}
        </p>
      )}
      <p class="hint" id="template-hint">
        A PDF of at most 10 MB, light where text is laid. Its first page is used; scripts, forms and links in it are
        not.
      </p>
    </div>
  );
}

function StagedTemplate(props: { staged: Staged; lacksFile: boolean; busy: boolean; onNone: () => void }) {
  const { staged } = props;
  return (
    <div class="staged">
      <p>
        <strong>{staged.kind === "default" ? "Laurel’s own template" : <bdi>{staged.file_name}</bdi>}</strong>{" "}
        {staged.kind === "file" && <span class="faint">{sizeInWords(staged.size_bytes)}</span>}
        <br />
        {props.lacksFile
          ? "The file was not uploaded yet, and has to be chosen again."
          : "Becomes the template when you save."}
      </p>
      <button class="button button-quiet" type="button" disabled={props.busy} onClick={props.onNone}>
        Do not use it
      </button>
    </div>
  );
}

function Upload({ staged, share, onCancel }: { staged: Staged | null; share: number; onCancel: () => void }) {
  const [name, size] = staged?.kind === "file" ? [staged.file_name, staged.size_bytes] : ["", 0];
  return (
    <div class="stack uploading">
      <p>
        Uploading <bdi>{name}</bdi>: {sizeInWords(Math.round(size * share))} of {sizeInWords(size)}
      </p>
      <ProgressBar percent={Math.floor(share * 100)} label="Uploaded" />
      <div>
        <button class="button" type="button" onClick={onCancel}>
          Cancel the upload
        </button>
      </div>
    </div>
  );
}

/** A file that is dropped beside the place for it would be opened by the browser, in place of this page. */
function useNoStrayDrops(): void {
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
