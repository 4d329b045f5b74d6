import type { Schemas } from "../api/client";
import { HandIn, Page, Play } from "./icons";

/** What each kind of lesson is called, and its sign. */
export const LESSON_KINDS = {
  video: { label: "Video", Icon: Play },
  article: { label: "Article", Icon: Page },
  assignment: { label: "Assignment", Icon: HandIn },
} as const satisfies Record<Schemas["LessonKind"], unknown>;
