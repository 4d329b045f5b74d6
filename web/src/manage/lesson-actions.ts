import type { LessonDraft } from "./lesson-drafts";

/** The actions of the rows, performed by the list. */
export interface EntryActions {
  readonly changeLesson: (key: string, change: Partial<LessonDraft>) => void;
  readonly changeSection: (key: string, title: string) => void;
  /** Move past so many entries, negative for up; the control with `controlId` keeps the focus. */
  readonly moveBy: (key: string, by: number, controlId: string) => void;
  /** Move a lesson to a position among the lessons, from 1. */
  readonly moveToPosition: (key: string, position: number, controlId: string) => void;
  readonly remove: (key: string, removed: boolean) => void;
  /** Add a lesson below an entry. */
  readonly addBelow: (key: string) => void;
  /** Offer lines that were pasted into a title as lessons. */
  readonly pasteLines: (key: string, text: string) => void;
  /** Fill in the length of a lesson's video from its address. */
  readonly readDuration: (lesson: LessonDraft) => void;
  /** Begin to drag an entry by its grip. */
  readonly startDrag: (key: string, event: PointerEvent) => void;
}

/** The element IDs of a row's controls, for moving focus. */
export const controlIds = {
  grip: (key: string) => `grip-${key}`,
  up: (key: string) => `up-${key}`,
  down: (key: string) => `down-${key}`,
  remove: (key: string) => `remove-${key}`,
  undo: (key: string) => `undo-${key}`,
  position: (key: string) => `place-${key}`,
};

/** The element ID of the sentence that explains the grips. */
export const GRIP_HINT_ID = "grip-hint";
