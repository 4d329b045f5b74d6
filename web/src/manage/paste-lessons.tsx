import { useState } from "preact/hooks";

import { mediaOrigins } from "../config";
import { key, locale, t } from "../texts/texts";
import { Dialog } from "../ui/dialog";
import { LESSON_KINDS } from "../ui/lesson-kinds";
import type { EntryDraft, LessonDraft } from "./lesson-drafts";
import { parseLines, type PastedLine } from "./pasted-lessons";

// More lines would make the preview slow; their number is shown.
const MAX_PREVIEWED = 100;

/** A dialog that turns lines into lessons, with a preview; nothing is added before its button is used. */
export function PasteLessons(props: {
  /** The lines to begin with; null while it is closed. */
  text: string | null;
  /** How many lessons the course can still get. */
  room: number;
  onAdd: (entries: EntryDraft[]) => void;
  onClose: () => void;
}) {
  return (
    <Dialog open={props.text !== null} label={t("paste_lessons.title")} onClose={props.onClose}>
      <PasteForm {...props} text={props.text ?? ""} />
    </Dialog>
  );
}

function PasteForm(props: { text: string; room: number; onAdd: (entries: EntryDraft[]) => void; onClose: () => void }) {
  const [text, setText] = useState(props.text);
  const [kind, setKind] = useState<LessonDraft["kind"]>("video");
  const lines = parseLines(text, kind, mediaOrigins(), () => crypto.randomUUID());
  const entries = lines.flatMap(({ entry }) => (entry ? [entry] : []));
  const lessons = entries.filter((entry) => entry.kind !== "section").length;
  const problems = lines.length - entries.length;
  const isTooMany = lessons > props.room;
  const canAdd = problems === 0 && entries.length > 0 && !isTooMany;
  const add = () => {
    if (canAdd) props.onAdd(entries);
  };
  return (
    <div class="stack paste-lessons">
      <h2>{t("paste_lessons.title")}</h2>
      <div class="field">
        <label for="pasted-lines">{t("paste_lessons.lines")}</label>
        <p class="hint" id="pasted-lines-hint">
          {t("paste_lessons.help")}
        </p>
        <textarea
          id="pasted-lines"
          aria-describedby="pasted-lines-hint"
          rows={6}
          dir="auto"
          // The dialog was opened to type or paste here.
          autofocus
          placeholder={example()}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            add();
          }}
        />
      </div>
      <div class="field">
        <label for="pasted-kind">{t("paste_lessons.kind")}</label>
        <select
          id="pasted-kind"
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as LessonDraft["kind"])}
        >
          {Object.entries(LESSON_KINDS).map(([value, { label }]) => (
            <option key={value} value={value}>
              {t(label)}
            </option>
          ))}
        </select>
      </div>
      {lines.length > 0 && <Preview lines={lines} />}
      <p class={canAdd ? "faint" : "field-error"} role="status">
        {statusOf(lessons, problems, isTooMany, lines.length)}
      </p>
      <div class="row">
        <button class="button button-main" type="button" aria-disabled={!canAdd} onClick={add}>
          {lessons > 0 ? t("paste_lessons.add_count", { count: lessons }) : t("paste_lessons.add")}
        </button>
        <button class="button" type="button" onClick={props.onClose}>
          {t("action.cancel")}
        </button>
      </div>
    </div>
  );
}

function Preview({ lines }: { lines: readonly PastedLine[] }) {
  const shown = lines.slice(0, MAX_PREVIEWED);
  return (
    <section aria-labelledby="pasted-preview">
      <h3 id="pasted-preview">{t("paste_lessons.preview")}</h3>
      {/* Scrolls, so it can be reached with the keyboard. */}
      <ol class="pasted-preview" role="list" tabIndex={0} aria-labelledby="pasted-preview">
        {shown.map((line, index) => (
          <li key={index} class={line.entry?.kind === "section" ? "pasted-section" : undefined}>
            <PreviewLine line={line} />
          </li>
        ))}
        {lines.length > shown.length && (
          <li class="faint">{t("paste_lessons.more_lines", { count: lines.length - shown.length })}</li>
        )}
      </ol>
    </section>
  );
}

function PreviewLine({ line: { entry, text, problem } }: { line: PastedLine }) {
  if (!entry)
    return (
      <>
        <bdi>{text}</bdi>
        <p class="field-error">{problem}</p>
      </>
    );
  if (entry.kind === "section") return <bdi>{entry.title}</bdi>;
  const address = entry.video_url || entry.article_url;
  return (
    <>
      <bdi>{entry.title}</bdi>
      <span class="faint">
        {[t(LESSON_KINDS[entry.kind].label), lengthOf(entry), address].filter((part) => part !== "").join(" · ")}
      </span>
    </>
  );
}

/** Lines of each sort. */
function example(): string {
  return [
    `# ${t("paste_lessons.example_section")}`,
    `${t("paste_lessons.example_video")} | https://media.example/wax.mp4`,
    `${t("paste_lessons.example_article")} | ${t("kind.article").toLocaleLowerCase(locale())}`,
    `${t("paste_lessons.example_length")} | 12:30`,
  ].join("\n");
}

function lengthOf({ kind, duration, video_url }: LessonDraft): string {
  if (kind !== "video" || duration) return duration;
  return t(video_url ? key("paste_lessons.length_from_video") : key("paste_lessons.length_missing"));
}

function statusOf(lessons: number, problems: number, isTooMany: boolean, lines: number): string {
  if (problems > 0) return t("paste_lessons.problems", { count: problems });
  if (isTooMany) return t("paste_lessons.too_many");
  return lines === 0 ? t("paste_lessons.nothing") : t("paste_lessons.will_be_added", { count: lessons });
}
