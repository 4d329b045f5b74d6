import { useState } from "preact/hooks";

import { key, type PlainKey, rich, t } from "../texts/texts";
import { fieldPaths, type LessonField } from "./course-errors";
import { Field } from "./field";
import { errorAt, type FieldError } from "./field-errors";
import type { EntryActions } from "./lesson-actions";
import type { LessonDraft } from "./lesson-drafts";
import { MAX_ADDRESS_LENGTH } from "./media-address";

type AddressField = "video_url" | "captions_url" | "article_url";

const FIELDS: Readonly<Record<LessonDraft["kind"], readonly { name: AddressField; label: PlainKey }[]>> = {
  video: [
    { name: "video_url", label: key("lesson_media.video_address") },
    { name: "captions_url", label: key("lesson_media.captions_address") },
  ],
  article: [{ name: "article_url", label: key("lesson_media.article_address") }],
  assignment: [],
};

/** The addresses of a lesson's own media. */
export function LessonMedia(props: { lesson: LessonDraft; errors: readonly FieldError[]; actions: EntryActions }) {
  const { lesson, errors, actions } = props;
  const fields = FIELDS[lesson.kind];
  // Open for a new lesson, whose addresses are typed next.
  const [isOpen, setOpen] = useState(!lesson.stored && lesson.title === "");
  if (fields.length === 0) return null;
  const path = (field: LessonField) => fieldPaths.lesson(lesson.key, field);
  const hasError = fields.some(({ name }) => errorAt(errors, path(name)) !== undefined);
  const names = fields.map(({ name }) => fileName(lesson[name])).filter((name) => name !== "");
  const what = t(lesson.kind === "video" ? key("lesson_media.video") : key("kind.article"));
  return (
    <details class="lesson-media" open={isOpen || hasError} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {names.length === 0
          ? what
          : rich("lesson_media.with_files", { what, files: <bdi class="faint">{names.join(", ")}</bdi> })}
      </summary>
      <div class="lesson-addresses">
        {fields.map(({ name, label }) => (
          <Field key={name} path={path(name)} label={t(label)} error={errorAt(errors, path(name))}>
            {(attributes) => (
              <input
                {...attributes}
                type="url"
                inputMode="url"
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                dir="ltr"
                maxLength={MAX_ADDRESS_LENGTH}
                value={lesson[name]}
                onInput={(event) => actions.changeLesson(lesson.key, { [name]: event.currentTarget.value })}
                onChange={(event) => {
                  if (name === "video_url")
                    actions.readDuration({ ...lesson, video_url: event.currentTarget.value.trim() });
                }}
              />
            )}
          </Field>
        ))}
      </div>
    </details>
  );
}

/** The last part of an address, for people to recognize it. */
function fileName(address: string): string {
  return (
    address
      .trim()
      .replace(/[?#].*$/, "")
      .split("/")
      .findLast((part) => part !== "") ?? ""
  );
}
