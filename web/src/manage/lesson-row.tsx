import { LESSON_KINDS } from "../ui/lesson-kinds";
import { parseDuration, formatDuration } from "./duration";
import type { LessonDraft } from "./course-draft";
import { fieldPaths } from "./course-errors";
import { CheckField, Field } from "./field";
import { Grip } from "./icons";
import { LESSON_DRAG_TYPE, type LessonActions } from "./lesson-actions";
import { LessonControls } from "./lesson-controls";
import { slugify } from "./slugs";
import { type FieldError, errorAt } from "./field-errors";

/** The fields and buttons of one lesson. */
export function LessonRow(props: {
  lesson: LessonDraft;
  position: number;
  last: number;
  /** Whether the list is so long that lessons are moved by typing a position. */
  isLong: boolean;
  errors: readonly FieldError[];
  actions: LessonActions;
}) {
  const { lesson, position, errors, actions } = props;
  const path = (field: Parameters<typeof fieldPaths.lesson>[1]) => fieldPaths.lesson(lesson.key, field);
  const set = (change: Partial<LessonDraft>) => actions.change(lesson.key, change);
  return (
    <div class="edited-lesson" role="group" aria-label={`Lesson ${position}: ${lesson.title || "untitled"}`}>
      <span class="lesson-place" aria-hidden="true">
        <span class="grip" draggable onDragStart={(event) => event.dataTransfer?.setData(LESSON_DRAG_TYPE, lesson.key)}>
          <Grip />
        </span>
        {position}
      </span>
      <div class="lesson-fields">
        <Field path={path("title")} label="Title" error={errorAt(errors, path("title"))}>
          {(attributes) => (
            <input
              {...attributes}
              dir="auto"
              maxLength={200}
              value={lesson.title}
              onInput={(event) => set({ title: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field path={path("kind")} label="Type" error={errorAt(errors, path("kind"))}>
          {(attributes) => (
            <select
              {...attributes}
              value={lesson.kind}
              onChange={(event) => set({ kind: event.currentTarget.value as LessonDraft["kind"] })}
            >
              {Object.entries(LESSON_KINDS).map(([kind, { label }]) => (
                <option key={kind} value={kind}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        {lesson.kind === "video" && <LengthField lesson={lesson} errors={errors} set={set} />}
      </div>
      <div class="lesson-rest">
        <CheckField
          path={path("published")}
          label="Published"
          error={errorAt(errors, path("published"))}
          checked={lesson.published}
          onChange={(published) => set({ published })}
        />
        <CheckField
          path={path("required")}
          label="Required"
          error={errorAt(errors, path("required"))}
          checked={lesson.required && lesson.published}
          disabled={!lesson.published}
          onChange={(required) => set({ required })}
        />
        <IdField lesson={lesson} errors={errors} set={set} />
        <LessonControls {...props} />
      </div>
    </div>
  );
}

interface FieldProps {
  lesson: LessonDraft;
  errors: readonly FieldError[];
  set: (change: Partial<LessonDraft>) => void;
}

function LengthField({ lesson, errors, set }: FieldProps) {
  const path = fieldPaths.lesson(lesson.key, "duration_seconds");
  return (
    <Field path={path} label="Length" error={errorAt(errors, path)}>
      {(attributes) => (
        <input
          {...attributes}
          inputMode="text"
          autocomplete="off"
          placeholder="min:sec"
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
    return (
      <p class="lesson-id faint">
        ID <code>{lesson.lesson_id}</code>
      </p>
    );
  return (
    <div class="lesson-id">
      <Field path={path} label="ID" error={errorAt(errors, path)}>
        {(attributes) => (
          <input
            {...attributes}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={128}
            placeholder={slugify(lesson.title) || "from the title"}
            value={lesson.lesson_id}
            onInput={(event) => set({ lesson_id: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}
