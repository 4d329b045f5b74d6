import type { LessonDraft } from "./course-draft";

/** The actions of a lesson row, performed by the list. */
export interface LessonActions {
  readonly change: (key: string, change: Partial<LessonDraft>) => void;
  /** Move to a position, from 1; the control with `controlId` keeps the focus. */
  readonly move: (key: string, position: number, controlId: string) => void;
  readonly remove: (key: string, removed: boolean) => void;
}

/** The element IDs of a row's controls, for moving focus. */
export const controlIds = {
  up: (key: string) => `up-${key}`,
  down: (key: string) => `down-${key}`,
  remove: (key: string) => `remove-${key}`,
  undo: (key: string) => `undo-${key}`,
  position: (key: string) => `place-${key}`,
};

/** The drag data type of a lesson's key. */
export const LESSON_DRAG_TYPE = "text/x-laurel-lesson";
