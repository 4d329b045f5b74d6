import { isActiveLesson, type EntryDraft } from "./lesson-drafts";
import type { EntryActions } from "./lesson-actions";
import { LessonRow } from "./lesson-row";
import { RemovedLesson } from "./removed-lesson";
import { SectionRow } from "./section-row";
import type { FieldError } from "./field-errors";
import type { Reading } from "./use-durations";
import { type Drag, ENTRY_ATTRIBUTE } from "./use-sorting";

/** The lessons and headings of one page of the list. */
export function EntryList(props: {
  /** All of the course, and those of them that are shown. */
  entries: readonly EntryDraft[];
  shown: readonly EntryDraft[];
  isLong: boolean;
  drag: Drag | null;
  readings: ReadonlyMap<string, Reading>;
  errors: readonly FieldError[];
  actions: EntryActions;
}) {
  const { entries, drag, errors, actions } = props;
  const present = entries.filter((entry) => entry.kind === "section" || !entry.removed);
  const lessons = entries.filter(isActiveLesson);
  const positions = new Map(lessons.map((lesson, index) => [lesson.key, index + 1]));
  const indexOf = (key: string | undefined) => present.findIndex((entry) => entry.key === key);
  return (
    <ol class="edited-lessons" role="list">
      {props.shown.map((entry) => {
        const place = { isFirst: entry === present[0], isLast: entry === present.at(-1) };
        if (entry.kind !== "section" && entry.removed)
          return (
            <li key={entry.key}>
              <RemovedLesson lesson={entry} actions={actions} />
            </li>
          );
        return (
          <li
            key={entry.key}
            class={dragClass(drag, entry.key, indexOf(drag?.key) < indexOf(entry.key))}
            {...{ [ENTRY_ATTRIBUTE]: entry.key }}
          >
            {entry.kind === "section" ? (
              <SectionRow section={entry} place={place} errors={errors} actions={actions} />
            ) : (
              <LessonRow
                lesson={entry}
                position={positions.get(entry.key) ?? 0}
                last={lessons.length}
                place={place}
                isLong={props.isLong}
                reading={props.readings.get(entry.key)}
                errors={errors}
                actions={actions}
              />
            )}
          </li>
        );
      })}
    </ol>
  );
}

function dragClass(drag: Drag | null, key: string, isBelow: boolean): string | undefined {
  if (drag?.key === key) return "dragged";
  if (drag?.over !== key) return undefined;
  return isBelow ? "drop-below" : "drop-above";
}
