import { LESSON_KINDS } from "../ui/lesson-kinds";
import { readDuration, writtenDuration } from "./duration";
import type { LessonDraft } from "./course-draft";
import { paths } from "./course-wrong";
import { CheckField, Field } from "./field";
import { Grip } from "./icons";
import { LESSON, type LessonActions } from "./lesson-actions";
import { LessonOrder } from "./lesson-order-controls";
import { nameFrom } from "./names";
import { type Wrong, wrongAt } from "./wrong";

/** One lesson, with everything that can be done to it. */
export function LessonRow(props: {
  lesson: LessonDraft;
  place: number;
  last: number;
  /** Whether the list is so long that a lesson is sent to a place by its number. */
  long: boolean;
  wrongs: readonly Wrong[];
  actions: LessonActions;
}) {
  const { lesson, place, wrongs, actions } = props;
  const path = (field: Parameters<typeof paths.lesson>[1]) => paths.lesson(lesson.key, field);
  const set = (change: Partial<LessonDraft>) => actions.change(lesson.key, change);
  return (
    <div class="edited-lesson" role="group" aria-label={`Lesson ${place}: ${lesson.title || "no title yet"}`}>
      <span class="lesson-place" aria-hidden="true">
        <span class="grip" draggable onDragStart={(event) => event.dataTransfer?.setData(LESSON, lesson.key)}>
          <Grip />
        </span>
        {place}
      </span>
      <div class="lesson-fields">
        <Field path={path("title")} label="Title" wrong={wrongAt(wrongs, path("title"))}>
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
        <Field path={path("kind")} label="Kind" wrong={wrongAt(wrongs, path("kind"))}>
          {(attributes) => (
            <select
              {...attributes}
              value={lesson.kind}
              onChange={(event) => set({ kind: event.currentTarget.value as LessonDraft["kind"] })}
            >
              {Object.entries(LESSON_KINDS).map(([kind, { word }]) => (
                <option key={kind} value={kind}>
                  {word}
                </option>
              ))}
            </select>
          )}
        </Field>
        {lesson.kind === "video" && <Length lesson={lesson} wrongs={wrongs} set={set} />}
      </div>
      <div class="lesson-rest">
        <CheckField
          path={path("published")}
          label="Published"
          wrong={wrongAt(wrongs, path("published"))}
          checked={lesson.published}
          onChange={(published) => set({ published })}
        />
        <CheckField
          path={path("required")}
          label="Required"
          wrong={wrongAt(wrongs, path("required"))}
          checked={lesson.required && lesson.published}
          disabled={!lesson.published}
          onChange={(required) => set({ required })}
        />
        <Id lesson={lesson} wrongs={wrongs} set={set} />
        <LessonOrder {...props} />
      </div>
    </div>
  );
}

interface Part {
  lesson: LessonDraft;
  wrongs: readonly Wrong[];
  set: (change: Partial<LessonDraft>) => void;
}

function Length({ lesson, wrongs, set }: Part) {
  const path = paths.lesson(lesson.key, "duration_seconds");
  return (
    <Field path={path} label="Length" wrong={wrongAt(wrongs, path)}>
      {(attributes) => (
        <input
          {...attributes}
          inputMode="text"
          autocomplete="off"
          placeholder="min:sec"
          value={lesson.duration}
          onInput={(event) => set({ duration: event.currentTarget.value })}
          onBlur={() => {
            const seconds = readDuration(lesson.duration);
            if (seconds !== null) set({ duration: writtenDuration(seconds) });
          }}
        />
      )}
    </Field>
  );
}

/** Progress hangs on a lesson's id: it can be chosen until the lesson is stored, and never changes then. */
function Id({ lesson, wrongs, set }: Part) {
  const path = paths.lesson(lesson.key, "lesson_id");
  if (lesson.stored)
    return (
      <p class="lesson-id faint">
        Id <code>{lesson.lesson_id}</code>
      </p>
    );
  return (
    <div class="lesson-id">
      <Field path={path} label="Id" wrong={wrongAt(wrongs, path)}>
        {(attributes) => (
          <input
            {...attributes}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={128}
            placeholder={nameFrom(lesson.title) || "made from the title"}
            value={lesson.lesson_id}
            onInput={(event) => set({ lesson_id: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}
