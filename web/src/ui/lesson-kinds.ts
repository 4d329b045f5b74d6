import type { Schemas } from "../api/client";
import { HandIn, Page, Play } from "./icons";

/** What each kind of lesson is called, and its sign. */
export const LESSON_KINDS = {
  video: { word: "Video", Icon: Play },
  article: { word: "Article", Icon: Page },
  assignment: { word: "Assignment", Icon: HandIn },
} as const satisfies Record<Schemas["LessonKind"], unknown>;
