import { useLocation, useRoute } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";

import { api, unwrap } from "../api/client";
import { formatFileSize } from "../manage/template-file";
import { UploadRefusedError } from "../manage/upload";
import { announce } from "../ui/announcer";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { DropZone } from "../ui/drop-zone";
import { errorMessage } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { pluralize } from "../ui/format";
import { useResource } from "../ui/use-resource";
import { useTitle } from "../ui/use-title";
import { type Kind, MAX_FILE_BYTES, preview, type Preview, startImport, upload } from "./enrollment-api";
import { ImportHelp } from "./import-help";
import { ImportPreview } from "./import-preview";
import { changes, startLabel } from "./import-verdicts";
import { PageError } from "./page-error";
import { importRunPath, learnersPath } from "./paths";
import { RecentImports } from "./recent-imports";

/** Imports a file of learners into a course: choose it, see what it would do, start. */
export function ImportPage() {
  const { courseId = "" } = useRoute().params;
  return <CourseImport key={courseId} courseId={courseId} />;
}

function CourseImport({ courseId }: { courseId: string }) {
  const course = useResource(
    () => unwrap(api.GET("/admin/courses/{course_id}", { params: { path: { course_id: courseId } } })),
    courseId,
  );
  useTitle(course.data ? `Import learners of ${course.data.title}` : "Import learners");
  if (!course.data && course.error)
    return <PageError error={course.error} heading="Import learners" retry={() => void course.reload()} />;
  if (!course.data) return <Loading text="Loading the course…" />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: "Teaching" },
            { to: learnersPath(courseId), name: course.data.title },
          ]}
        />
        <h1>Import learners</h1>
      </header>
      <ImportForm courseId={courseId} />
      <RecentImports courseId={courseId} />
    </div>
  );
}

/** A file that is uploaded, and what its import would do. */
interface Uploaded {
  readonly uploadId: string;
  readonly preview: Preview | null;
}

function ImportForm({ courseId }: { courseId: string }) {
  const { route } = useLocation();
  const [kind, setKind] = useState<Kind>("enroll");
  const [announces, setAnnounces] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const [uploaded, setUploaded] = useState<Uploaded | null>(null);
  const controller = useRef<AbortController | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => () => controller.current?.abort(), []);

  /** Does a step, in place of one that still goes on; its error is shown. */
  const attempt = async (message: string, step: (signal: AbortSignal) => Promise<void>) => {
    controller.current?.abort();
    const { signal } = (controller.current = new AbortController());
    setBusy(message);
    setError(undefined);
    try {
      await step(signal);
    } catch (thrown) {
      if (!signal.aborted) setError(messageOf(thrown));
    }
    if (!signal.aborted) setBusy(null);
  };

  const show = async (uploadId: string, wanted: Kind, signal: AbortSignal) => {
    setUploaded({ uploadId, preview: null });
    const found = await preview(courseId, uploadId, wanted, signal);
    setUploaded({ uploadId, preview: found });
    announce(`${pluralize(found.rows, "row")} checked.`);
    heading.current?.focus();
  };

  const choose = (file: File) => {
    setUploaded(null);
    const refused = fileError(file);
    setError(refused);
    if (refused) return;
    void attempt("Checking the file…", async (signal) => show(await upload(courseId, file, signal), kind, signal));
  };

  const chooseKind = (wanted: Kind) => {
    setKind(wanted);
    if (!uploaded) return;
    void attempt("Checking the file…", (signal) => show(uploaded.uploadId, wanted, signal));
  };

  const start = (found: Preview) =>
    attempt("Starting…", async () => {
      const started = await startImport(courseId, {
        upload_id: uploaded?.uploadId ?? "",
        sha256: found.sha256,
        kind,
        announce: announces,
      });
      route(importRunPath(courseId, started.import_id));
    });

  const found = uploaded?.preview;
  return (
    <>
      <section class="card stack" aria-label="File">
        <KindFields kind={kind} announces={announces} onKind={chooseKind} onAnnounces={setAnnounces} />
        <FileField busy={busy} error={error} fileName={found?.file_name} onFile={choose} />
        <ImportHelp kind={kind} />
      </section>
      {found && (
        <section class="card stack" aria-labelledby="preview">
          <h2 id="preview" ref={heading} tabIndex={-1}>
            What this file does
          </h2>
          <ImportPreview preview={found} kind={kind} />
          <div class="row">
            <button
              class="button button-main"
              disabled={changes(found.counts) === 0}
              aria-disabled={busy !== null}
              onClick={() => {
                if (busy === null) void start(found);
              }}
            >
              {busy === "Starting…" ? busy : startLabel(found.counts, kind)}
            </button>
          </div>
        </section>
      )}
    </>
  );
}

function KindFields(props: {
  kind: Kind;
  announces: boolean;
  onKind: (kind: Kind) => void;
  onAnnounces: (announces: boolean) => void;
}) {
  const { kind } = props;
  return (
    <>
      <fieldset class="stack choices-wide">
        <legend>What is in the file?</legend>
        <label class="check-line">
          <input type="radio" name="kind" checked={kind === "enroll"} onChange={() => props.onKind("enroll")} />
          <span>
            Learners to enroll
            <br />
            <span class="hint">Whoever is enrolled stays so; a cancelled enrollment is restored.</span>
          </span>
        </label>
        <label class="check-line">
          <input type="radio" name="kind" checked={kind === "history"} onChange={() => props.onKind("history")} />
          <span>
            Learners who completed the course elsewhere, with dates
            <br />
            <span class="hint">
              They are enrolled, and their certificate is ready to download. What they completed here stays as it is.
            </span>
          </span>
        </label>
      </fieldset>
      {kind === "history" && (
        <label class="check-line">
          <input
            type="checkbox"
            checked={props.announces}
            onChange={(event) => props.onAnnounces(event.currentTarget.checked)}
          />
          <span>
            Announce these completions
            <br />
            <span class="hint">
              Systems that follow completions are told, and may write to the learners, however long ago it was.
            </span>
          </span>
        </label>
      )}
    </>
  );
}

function FileField(props: {
  busy: string | null;
  error: string | undefined;
  fileName: string | undefined;
  onFile: (file: File) => void;
}) {
  const { busy, error } = props;
  return (
    <DropZone onFile={props.onFile}>
      <p>{busy ?? (props.fileName ? <bdi>{props.fileName}</bdi> : "Drop a CSV file here, or")}</p>
      <div class="row">
        <label class="button file-button">
          {props.fileName ? "Choose another file" : "Choose a CSV file"}
          <input
            class="visually-hidden"
            type="file"
            accept=".csv,.txt,.tsv,text/csv,text/plain"
            aria-describedby={error ? "file-error file-hint" : "file-hint"}
            aria-invalid={error ? true : undefined}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              // Lets the same file be chosen again after it was changed.
              event.currentTarget.value = "";
              if (file) props.onFile(file);
            }}
          />
        </label>
      </div>
      {error && (
        <p class="field-error" id="file-error" role="alert">
          {error}
        </p>
      )}
      <p class="hint" id="file-hint">
        At most 10,000 rows and {formatFileSize(MAX_FILE_BYTES)}. Nothing is imported before you have seen what it does.
      </p>
    </DropZone>
  );
}

/** Why a file cannot be imported, checked before its upload; undefined when it can. */
function fileError(file: File): string | undefined {
  if (file.size === 0) return `“${file.name}” is empty.`;
  if (file.size > MAX_FILE_BYTES)
    return `“${file.name}” is ${formatFileSize(file.size)}. Split it into files of at most ${formatFileSize(MAX_FILE_BYTES)}.`;
  return undefined;
}

function messageOf(error: unknown): string {
  if (error instanceof UploadRefusedError) return "The file could not be uploaded. Please try again in a moment.";
  return errorMessage(error);
}
