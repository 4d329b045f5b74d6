// Where a lesson's media are: its own addresses, or else those that the deployment has for all lessons.
import { config, mediaUrl } from "../config";
import { t } from "../texts/texts";
import type { LessonProps } from "./lesson-props";

/** Captions of a video. */
export interface Captions {
  readonly url: string;
  /** A BCP 47 tag, if the file's name has one. */
  readonly language: string | undefined;
  /** The language's own name, or "Captions". */
  readonly label: string;
  /** Whether browsers load them only if both they and the video allow other origins to read them (CORS). */
  readonly isCrossOrigin: boolean;
}

/** The URL of a lesson's video. */
export function videoUrl({ course, lesson }: LessonProps): string {
  return lesson.video_url ?? mediaUrl(config().video_url, course.course_id, lesson.lesson_id);
}

/** The captions of a lesson's video; null without any. Those of the deployment belong to the deployment's video. */
export function captionsOf({ course, lesson }: LessonProps): Captions | null {
  const pattern = lesson.video_url ? undefined : config().captions_url;
  const url = lesson.captions_url ?? (pattern && mediaUrl(pattern, course.course_id, lesson.lesson_id));
  if (!url) return null;
  const language = languageOf(url);
  return {
    url,
    language,
    label: (language && nameOf(language)) ?? t("player.captions"),
    isCrossOrigin: new URL(url, location.href).origin !== location.origin,
  };
}

/** The URL of an article; null if it has none. */
export function articleUrl({ course, lesson }: LessonProps): string | null {
  return lesson.article_url ?? (mediaUrl(config().article_url, course.course_id, lesson.lesson_id) || null);
}

/** The language at the end of a file's name, as in `lesson.pt-BR.vtt`. */
export function languageOf(url: string): string | undefined {
  const tag = /\.([a-z]{2,3}(-[a-z0-9]{2,8})*)\.vtt$/i.exec(url.replace(/[?#].*/s, ""))?.[1];
  return tag !== undefined && nameOf(tag) !== undefined ? tag : undefined;
}

/** A language's name in that language; undefined for what is no language. */
function nameOf(tag: string): string | undefined {
  try {
    return new Intl.DisplayNames([tag], { type: "language", fallback: "none" }).of(tag);
  } catch {
    return undefined;
  }
}
