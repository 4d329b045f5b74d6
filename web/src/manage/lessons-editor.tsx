import { useRef, useState } from "preact/hooks";

import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { fieldPaths } from "./course-errors";
import { EntryList } from "./entry-list";
import { Plus } from "./icons";
import { controlIds, type EntryActions, GRIP_HINT_ID } from "./lesson-actions";
import {
  activeLessons,
  type EntryDraft,
  isActiveLesson,
  type LessonDraft,
  newLesson,
  newSection,
} from "./lesson-drafts";
import { insertBelow, moveBy, moveTo, moveToPosition, positionOf, sectionOf } from "./lesson-order";
import { LessonPagination, LESSONS_PER_PAGE, PageButtons } from "./lesson-pagination";
import { PasteLessons } from "./paste-lessons";
import { fieldId, type FieldError, errorAt } from "./field-errors";
import { useDurations } from "./use-durations";
import { useFocusAfterRender } from "./use-focus-after-render";
import { type Drag, useSorting } from "./use-sorting";

const MAX_LESSONS = 1000;

type Entries = readonly EntryDraft[];

/** Which part of a long list is shown. */
export interface LessonsView {
  /** The page, from 0. */
  readonly page: number;
  /** Only lessons with this text in their title or ID. */
  readonly query: string;
}

/** The first page, unfiltered. */
export const INITIAL_VIEW: LessonsView = { page: 0, query: "" };

/** The lessons of a course in order. The parent owns the view, so that it can reveal lessons with errors. */
export function LessonsEditor(props: {
  entries: Entries;
  errors: readonly FieldError[];
  change: (update: (entries: Entries) => Entries) => void;
  view: LessonsView;
  setView: (view: LessonsView) => void;
}) {
  const { entries, errors, change, setView } = props;
  const { query } = props.view;
  const focusOn = useFocusAfterRender();
  const durations = useDurations(change);
  // The lines that the dialog begins with, and below which entry its lessons are added; null while it is closed.
  const [pasting, setPasting] = useState<{ text: string; below: string | null } | null>(null);
  // A dialog that closes gives the focus back to what opened it; what was added gets it after that.
  const focusAfterDialog = useRef<string | null>(null);
  const lessons = activeLessons(entries);
  const isLong = entries.length > LESSONS_PER_PAGE;
  const filtered = isLong && query.trim() ? entries.filter((entry) => matches(entry, query)) : entries;
  const pages = Math.max(1, Math.ceil(filtered.length / LESSONS_PER_PAGE));
  const page = Math.min(props.view.page, pages - 1);
  const shown = filtered.slice(page * LESSONS_PER_PAGE, (page + 1) * LESSONS_PER_PAGE);

  const move = (update: (entries: Entries) => Entries, key: string, controlId: string) => {
    const after = update(entries);
    change(update);
    if (filtered === entries) setView({ page: pageOf(after, key), query });
    focusOn(controlId);
    announce(whereabouts(after, key));
  };
  const { drag, start } = useSorting(({ key, over, page: direction }: Drag) => {
    // On a page button: to the last place of the page before, or the first of the next.
    const index = direction === -1 ? page * LESSONS_PER_PAGE - 1 : (page + 1) * LESSONS_PER_PAGE;
    const target = direction === null ? over : filtered[index]?.key;
    if (target != null) move((before) => moveTo(before, key, target), key, controlIds.grip(key));
  });

  /** Adds entries below another, or at the end. */
  const insert = (added: readonly EntryDraft[], below: string | null) => {
    const update = (before: Entries) => insertBelow(before, added, below);
    change(update);
    setView({ page: pageOf(update(entries), added[0]?.key ?? ""), query: "" });
  };
  const addLesson = (below: string | null) => {
    if (lessons.length >= MAX_LESSONS) return;
    const lesson = newLesson(crypto.randomUUID());
    insert([lesson], below);
    focusOn(titleId(lesson));
  };
  const addSection = () => {
    const section = newSection(crypto.randomUUID());
    insert([section], null);
    focusOn(titleId(section));
  };
  const addPasted = (added: EntryDraft[]) => {
    setPasting(null);
    insert(added, pasting?.below ?? null);
    focusAfterDialog.current = added[0] ? titleId(added[0]) : null;
    const pasted = activeLessons(added);
    announce(t("lessons_editor.added", { count: pasted.length }));
    durations.read(pasted.filter((lesson) => lesson.kind === "video" && lesson.duration === ""));
  };

  const changeEntry = (key: string, update: (entry: EntryDraft) => EntryDraft) =>
    change((before) => before.map((entry) => (entry.key === key ? update(entry) : entry)));
  const actions: EntryActions = {
    changeLesson: (key, changed) => changeEntry(key, (entry) => ({ ...entry, ...changed }) as LessonDraft),
    changeSection: (key, title) => changeEntry(key, (entry) => ({ ...entry, title })),
    moveBy: (key, by, controlId) => move((before) => moveBy(before, key, by), key, controlId),
    moveToPosition: (key, position, controlId) =>
      move((before) => moveToPosition(before, key, position), key, controlId),
    remove: (key, removed) => {
      const index = entries.findIndex((entry) => entry.key === key);
      if (entries[index]?.kind === "section") {
        change((before) => before.filter((entry) => entry.key !== key));
        const neighbour = entries[index + 1] ?? entries[index - 1];
        focusOn(neighbour ? controlIds.grip(neighbour.key) : ADD_LESSON_ID);
        announce(t("lessons_editor.heading_removed"));
        return;
      }
      changeEntry(key, (entry) => ({ ...entry, removed }) as LessonDraft);
      focusOn(removed ? controlIds.undo(key) : controlIds.remove(key));
      announce(removed ? t("lessons_editor.removed") : t("lessons_editor.restored"));
    },
    addBelow: addLesson,
    pasteLines: (key, text) => setPasting({ text, below: key }),
    readDuration: (lesson) => durations.read([lesson]),
    startDrag: start,
  };
  const pagination = { page, pages, onPage: (target: number) => setView({ page: target, query }) };
  const isFull = lessons.length >= MAX_LESSONS;

  return (
    <section class="card stack" aria-labelledby="lessons">
      <div>
        <h2 id="lessons">{t("lessons_editor.title")}</h2>
        <p class="hint" id={fieldId(fieldPaths.lessons)} tabIndex={-1}>
          {t("lessons_editor.help")}
        </p>
        <p class="hint">
          {t("lessons_editor.media_help")} <span id={GRIP_HINT_ID}>{t("lessons_editor.grip_help")}</span>
        </p>
        {errorAt(errors, fieldPaths.lessons) && <p class="field-error">{errorAt(errors, fieldPaths.lessons)}</p>}
      </div>
      {isLong && (
        <LessonPagination
          {...pagination}
          total={filtered.length}
          query={query}
          onQuery={(text) => setView({ page: 0, query: text })}
        />
      )}
      {entries.length === 0 && <p class="faint">{t("lessons_editor.none")}</p>}
      {shown.length > 0 && (
        <EntryList
          entries={entries}
          shown={shown}
          isLong={isLong}
          drag={drag}
          readings={durations.readings}
          errors={errors}
          actions={actions}
        />
      )}
      {isLong && (
        <div class="row" role="group" aria-label={t("lessons_editor.pages_below")}>
          <PageButtons {...pagination} />
        </div>
      )}
      <div class="row">
        <button class="button" id={ADD_LESSON_ID} type="button" disabled={isFull} onClick={() => addLesson(null)}>
          <Plus /> {t("lessons_editor.add")}
        </button>
        <button class="button" type="button" disabled={isFull} onClick={() => setPasting({ text: "", below: null })}>
          <Plus /> {t("lessons_editor.paste")}
        </button>
        <button class="button" type="button" onClick={addSection}>
          <Plus /> {t("lessons_editor.add_section")}
        </button>
        <p class="faint">
          {isFull
            ? t("lessons_editor.count_full", { count: lessons.length })
            : t("lessons_editor.count", { count: lessons.length })}
        </p>
      </div>
      <PasteLessons
        text={pasting?.text ?? null}
        room={MAX_LESSONS - lessons.length}
        onAdd={addPasted}
        onClose={() => {
          setPasting(null);
          document.getElementById(focusAfterDialog.current ?? "")?.focus();
          focusAfterDialog.current = null;
        }}
      />
    </section>
  );
}

const ADD_LESSON_ID = "add-lesson";

/** The page that a lesson or section is on. */
export function pageOf(entries: Entries, key: string): number {
  const index = entries.findIndex((entry) => entry.key === key);
  return Math.max(0, Math.floor(index / LESSONS_PER_PAGE));
}

function matches(entry: EntryDraft, query: string): boolean {
  const words = query.trim().toLocaleLowerCase();
  if (entry.title.toLocaleLowerCase().includes(words)) return true;
  return entry.kind !== "section" && entry.lesson_id.toLowerCase().includes(words);
}

/** Where a moved entry is now, in words. */
function whereabouts(entries: Entries, key: string): string {
  const index = entries.findIndex((entry) => entry.key === key);
  if (entries[index]?.kind === "section") {
    const next = entries.slice(index + 1).find(isActiveLesson);
    return next ? t("lessons_editor.section_moved", { title: next.title }) : t("lessons_editor.section_at_end");
  }
  const [position, count] = [positionOf(entries, key), activeLessons(entries).length];
  const section = sectionOf(entries, key);
  return section === undefined
    ? t("lessons_editor.moved", { position, count })
    : t("lessons_editor.moved_section", { position, count, section });
}

/** The element ID of the title of a lesson or section. */
function titleId({ key, kind }: EntryDraft): string {
  return fieldId(kind === "section" ? fieldPaths.section(key) : fieldPaths.lesson(key, "title"));
}
