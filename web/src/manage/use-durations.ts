import { useRef, useState } from "preact/hooks";

import { mediaOrigins } from "../config";
import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { formatDuration } from "./duration";
import { type EntryDraft, isActiveLesson, type LessonDraft } from "./lesson-drafts";
import { addressError } from "./media-address";
import { readDuration } from "./media-duration";

/** What is known of the length of a lesson's video. */
export type Reading = "reading" | "read" | "failed";

/**
 * Fill in lengths from the videos' addresses, one after the other.
 *
 * A length that somebody types meanwhile stays, and that of an address that was replaced meanwhile is dropped.
 */
export function useDurations(change: (update: (entries: readonly EntryDraft[]) => readonly EntryDraft[]) => void) {
  const [readings, setReadings] = useState<ReadonlyMap<string, Reading>>(new Map());
  const queue = useRef(Promise.resolve());
  const note = (key: string, reading: Reading | undefined) =>
    setReadings((before) => {
      const after = new Map(before);
      if (reading === undefined) after.delete(key);
      else after.set(key, reading);
      return after;
    });

  const readNext = async (lesson: LessonDraft) => {
    const address = lesson.video_url.trim();
    const seconds = await readDuration(address);
    const isSame = (entry: EntryDraft): entry is LessonDraft =>
      isActiveLesson(entry) && entry.key === lesson.key && entry.video_url.trim() === address;
    if (seconds !== null)
      change((entries) =>
        entries.map((entry) =>
          isSame(entry) && entry.duration === lesson.duration ? { ...entry, duration: formatDuration(seconds) } : entry,
        ),
      );
    note(lesson.key, seconds === null ? "failed" : "read");
    announce(
      seconds === null
        ? t("use_durations.not_read", { title: lesson.title })
        : t("use_durations.read", { title: lesson.title, length: formatDuration(seconds) }),
    );
  };

  return {
    readings,
    read: (lessons: readonly LessonDraft[]) => {
      for (const lesson of lessons) {
        const address = lesson.video_url.trim();
        const isReadable = address !== "" && addressError(address, mediaOrigins()) === undefined;
        note(lesson.key, isReadable ? "reading" : undefined);
        if (isReadable) queue.current = queue.current.then(() => readNext(lesson));
      }
    },
  };
}
