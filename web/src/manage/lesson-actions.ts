import type { LessonDraft } from "./course-draft";

/** What a row may ask of the list that it is in. */
export interface LessonActions {
  readonly change: (key: string, change: Partial<LessonDraft>) => void;
  /** To another place among the lessons, from 1 on; `by` is the control that keeps the focus. */
  readonly move: (key: string, position: number, controlId: string) => void;
  readonly remove: (key: string, removed: boolean) => void;
}

/** The ids of a row's own controls, for the focus to go to. */
export const controlIds = {
  up: (key: string) => `up-${key}`,
  down: (key: string) => `down-${key}`,
  remove: (key: string) => `remove-${key}`,
  undo: (key: string) => `undo-${key}`,
  position: (key: string) => `place-${key}`,
};

/** What a dragged lesson's key is called on its way. */
export const LESSON_DRAG_TYPE = "text/x-laurel-lesson";
