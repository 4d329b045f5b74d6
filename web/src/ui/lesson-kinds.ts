import type { Schemas } from "../api/client";
import { key } from "../texts/texts";
import { HandIn, Page, Play } from "./icons";

/** The key of the label, and the icon, of each kind of lesson. */
export const LESSON_KINDS = {
  video: { label: key("kind.video"), Icon: Play },
  article: { label: key("kind.article"), Icon: Page },
  assignment: { label: key("kind.assignment"), Icon: HandIn },
} as const satisfies Record<Schemas["LessonKind"], unknown>;
