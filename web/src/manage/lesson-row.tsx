import { key, type PlainKey, rich, t } from "../texts/texts";
import { LESSON_KINDS } from "../ui/lesson-kinds";
import { parseDuration, formatDuration } from "./duration";
import { fieldPaths } from "./course-errors";
import { EntryControls, EntryGrip, type EntryPlace } from "./entry-controls";
import { CheckField, Field } from "./field";
import type { EntryActions } from "./lesson-actions";
import type { LessonDraft } from "./lesson-drafts";
import { LessonMedia } from "./lesson-media";
import { slugify } from "./slugs";
import { type FieldError, errorAt } from "./field-errors";
import type { Reading } from "./use-durations";

/** The fields and buttons of one lesson. */
export function LessonRow(props: {
  lesson: LessonDraft;
  /** Among the lessons, from 1, and how many there are. */
  position: number;
  last: number;
  place: EntryPlace;
  /** Whether the list is so long that lessons are moved by typing a position. */
  isLong: boolean;
  /** What is known of the length of its video. */
  reading: Reading | undefined;
  errors: readonly FieldError[];
  actions: EntryActions;
}) {
  const { lesson, position, last, errors, actions } = props;
  const entryKey = lesson.key;
  const path = (field: Parameters<typeof fieldPaths.lesson>[1]) => fieldPaths.lesson(entryKey, field);
  const set = (change: Partial<LessonDraft>) => actions.changeLesson(entryKey, change);
  return (
    <div
      class="edited-lesson"
      role="group"
      aria-label={t("lesson_row.label", { number: position, title: lesson.title || t("lessons_editor.untitled") })}
    >
      <div class="lesson-place">
        <EntryGrip entryKey={entryKey} label={t("lesson_row.move", { number: position })} actions={actions} />
        <span aria-hidden="true">{position}</span>
      </div>
      <div class="lesson-fields">
        <Field path={path("title")} label={t("lesson_row.title")} error={errorAt(errors, path("title"))}>
          {(attributes) => (
            <input
              {...attributes}
              dir="auto"
              maxLength={200}
              value={lesson.title}
              enterKeyHint="next"
              onInput={(event) => set({ title: event.currentTarget.value })}
              onKeyDown={(event) => {
                // While a word is composed, Enter confirms it.
                if (event.key !== "Enter" || event.isComposing) return;
                event.preventDefault();
                actions.addBelow(entryKey);
              }}
              onPaste={(event) => {
                const text = event.clipboardData?.getData("text/plain") ?? "";
                if (!/\S[ \t]*[\r\n]\s*\S/.test(text)) return;
                event.preventDefault();
                actions.pasteLines(entryKey, text);
              }}
            />
          )}
        </Field>
        <Field path={path("kind")} label={t("lesson_row.type")} error={errorAt(errors, path("kind"))}>
          {(attributes) => (
            <select
              {...attributes}
              value={lesson.kind}
              onChange={(event) => set({ kind: event.currentTarget.value as LessonDraft["kind"] })}
            >
              {Object.entries(LESSON_KINDS).map(([kind, { label }]) => (
                <option key={kind} value={kind}>
                  {t(label)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {lesson.kind === "video" && <LengthField lesson={lesson} reading={props.reading} errors={errors} set={set} />}
      </div>
      <div class="lesson-rest">
        <LessonMedia lesson={lesson} errors={errors} actions={actions} />
        <CheckField
          path={path("published")}
          label={t("lesson_row.published")}
          error={errorAt(errors, path("published"))}
          checked={lesson.published}
          onChange={(published) => set({ published })}
        />
        <CheckField
          path={path("required")}
          label={t("lesson_row.required")}
          error={errorAt(errors, path("required"))}
          checked={lesson.required && lesson.published}
          disabled={!lesson.published}
          onChange={(required) => set({ required })}
        />
        <IdField lesson={lesson} errors={errors} set={set} />
        <EntryControls
          entryKey={entryKey}
          place={props.place}
          position={props.isLong ? { current: position, last } : undefined}
          actions={actions}
        />
      </div>
    </div>
  );
}

interface FieldProps {
  lesson: LessonDraft;
  errors: readonly FieldError[];
  set: (change: Partial<LessonDraft>) => void;
}

const READING_HINTS: Readonly<Record<Reading, PlainKey>> = {
  reading: key("lesson_row.reading"),
  read: key("lesson_row.read"),
  failed: key("lesson_row.not_read"),
};

function LengthField({ lesson, reading, errors, set }: FieldProps & { reading: Reading | undefined }) {
  const path = fieldPaths.lesson(lesson.key, "duration_seconds");
  return (
    <Field
      path={path}
      label={t("lesson_row.length")}
      hint={reading && t(READING_HINTS[reading])}
      error={errorAt(errors, path)}
    >
      {(attributes) => (
        <input
          {...attributes}
          inputMode="text"
          autocomplete="off"
          placeholder={t("lesson_row.length_format")}
          value={lesson.duration}
          onInput={(event) => set({ duration: event.currentTarget.value })}
          onBlur={() => {
            const seconds = parseDuration(lesson.duration);
            if (seconds !== null) set({ duration: formatDuration(seconds) });
          }}
        />
      )}
    </Field>
  );
}

/** A lesson's ID can be chosen until the lesson is stored; progress is recorded under it, so it never changes. */
function IdField({ lesson, errors, set }: FieldProps) {
  const path = fieldPaths.lesson(lesson.key, "lesson_id");
  if (lesson.stored)
    return <p class="lesson-id faint">{rich("lesson_row.stored_id", { id: <code>{lesson.lesson_id}</code> })}</p>;
  return (
    <div class="lesson-id">
      <Field path={path} label={t("lesson_row.id")} error={errorAt(errors, path)}>
        {(attributes) => (
          <input
            {...attributes}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={128}
            placeholder={slugify(lesson.title) || t("lesson_row.from_title")}
            value={lesson.lesson_id}
            onInput={(event) => set({ lesson_id: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}
