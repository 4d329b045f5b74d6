import { useLocation, useRoute } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";

import { api, ProblemError, unwrap } from "../api/client";
import { formatFileSize } from "../manage/template-file";
import { UploadRefusedError } from "../manage/upload";
import { key, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { DropZone } from "../ui/drop-zone";
import { errorMessage } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { useResource } from "../ui/use-resource";
import { useTitle } from "../ui/use-title";
import { type Kind, MAX_FILE_BYTES, MAX_ROWS, preview, type Preview, startImport, upload } from "./enrollment-api";
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
  useTitle(course.data ? t("import_page.page_title", { course: course.data.title }) : t("import_page.title"));
  if (!course.data && course.error)
    return <PageError error={course.error} heading={t("import_page.title")} retry={() => void course.reload()} />;
  if (!course.data) return <Loading text={t("import_page.loading")} />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: t("layout.teaching") },
            { to: learnersPath(courseId), name: course.data.title },
          ]}
        />
        <h1>{t("import_page.title")}</h1>
      </header>
      <ImportForm courseId={courseId} />
      <RecentImports courseId={courseId} />
    </div>
  );
}

/** What is being done with a file. */
const STEPS = { checking: key("import_page.checking"), starting: key("import_page.starting") } as const;
type Step = keyof typeof STEPS;

/** Why a step failed, with the language of the text where it is not that of the page. */
interface Failure {
  readonly text: string;
  readonly lang?: "en";
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
  const [busy, setBusy] = useState<Step | null>(null);
  const [error, setError] = useState<Failure>();
  const [uploaded, setUploaded] = useState<Uploaded | null>(null);
  const controller = useRef<AbortController | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => () => controller.current?.abort(), []);

  /** Does a step, in place of one that still goes on; its error is shown. */
  const attempt = async (name: Step, step: (signal: AbortSignal) => Promise<void>) => {
    controller.current?.abort();
    const { signal } = (controller.current = new AbortController());
    setBusy(name);
    setError(undefined);
    try {
      await step(signal);
    } catch (thrown) {
      if (!signal.aborted) setError(failureOf(thrown));
    }
    if (!signal.aborted) setBusy(null);
  };

  const show = async (uploadId: string, wanted: Kind, signal: AbortSignal) => {
    setUploaded({ uploadId, preview: null });
    const found = await preview(courseId, uploadId, wanted, signal);
    setUploaded({ uploadId, preview: found });
    announce(t("import_page.checked", { count: found.rows }));
    heading.current?.focus();
  };

  const choose = (file: File) => {
    setUploaded(null);
    const refused = fileError(file);
    setError(refused === undefined ? undefined : { text: refused });
    if (refused) return;
    void attempt("checking", async (signal) => show(await upload(courseId, file, signal), kind, signal));
  };

  const chooseKind = (wanted: Kind) => {
    setKind(wanted);
    if (!uploaded) return;
    void attempt("checking", (signal) => show(uploaded.uploadId, wanted, signal));
  };

  const start = (found: Preview) =>
    attempt("starting", async () => {
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
      <section class="card stack" aria-label={t("import_page.file")}>
        <KindFields kind={kind} announces={announces} onKind={chooseKind} onAnnounces={setAnnounces} />
        <FileField busy={busy} error={error} fileName={found?.file_name} onFile={choose} />
        <ImportHelp kind={kind} />
      </section>
      {found && (
        <section class="card stack" aria-labelledby="preview">
          <h2 id="preview" ref={heading} tabIndex={-1}>
            {t("import_page.does")}
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
              {busy === "starting" ? t(STEPS[busy]) : startLabel(found.counts, kind)}
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
        <legend>{t("import_page.kind")}</legend>
        <label class="check-line">
          <input type="radio" name="kind" checked={kind === "enroll"} onChange={() => props.onKind("enroll")} />
          <span>
            {t("import_page.enroll")}
            <br />
            <span class="hint">{t("import_page.enroll_hint")}</span>
          </span>
        </label>
        <label class="check-line">
          <input type="radio" name="kind" checked={kind === "history"} onChange={() => props.onKind("history")} />
          <span>
            {t("import_page.history")}
            <br />
            <span class="hint">{t("import_page.history_hint")}</span>
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
            {t("import_page.announce")}
            <br />
            <span class="hint">{t("import_page.announce_hint")}</span>
          </span>
        </label>
      )}
    </>
  );
}

function FileField(props: {
  busy: Step | null;
  error: Failure | undefined;
  fileName: string | undefined;
  onFile: (file: File) => void;
}) {
  const { busy, error } = props;
  return (
    <DropZone onFile={props.onFile}>
      <p>{busy ? t(STEPS[busy]) : props.fileName ? <bdi>{props.fileName}</bdi> : t("import_page.drop")}</p>
      <div class="row">
        <label class="button file-button">
          {t(props.fileName ? key("import_page.choose_other") : key("import_page.choose"))}
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
        <p class="field-error" id="file-error" role="alert" lang={error.lang}>
          {error.text}
        </p>
      )}
      <p class="hint" id="file-hint">
        {t("import_page.limits", { rows: MAX_ROWS, size: formatFileSize(MAX_FILE_BYTES) })}
      </p>
    </DropZone>
  );
}

/** Why a file cannot be imported, checked before its upload; undefined when it can. */
function fileError(file: File): string | undefined {
  if (file.size === 0) return t("import_page.empty", { name: file.name });
  if (file.size > MAX_FILE_BYTES)
    return t("import_page.too_large", {
      name: file.name,
      size: formatFileSize(file.size),
      max: formatFileSize(MAX_FILE_BYTES),
    });
  return undefined;
}

function failureOf(error: unknown): Failure {
  if (error instanceof UploadRefusedError) return { text: t("import_page.upload_failed") };
  // What the API says is in English.
  return { text: errorMessage(error), ...(error instanceof ProblemError ? { lang: "en" } : {}) };
}
