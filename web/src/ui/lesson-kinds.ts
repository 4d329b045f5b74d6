import type { Schemas } from "../api/client";
import { HandIn, Page, Play } from "./icons";

/** The label and icon of each kind of lesson. */
export const LESSON_KINDS = {
  video: { label: "Video", Icon: Play },
  article: { label: "Article", Icon: Page },
  assignment: { label: "Assignment", Icon: HandIn },
} as const satisfies Record<Schemas["LessonKind"], unknown>;
