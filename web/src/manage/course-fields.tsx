import { useEffect } from "preact/hooks";

import { rich, t } from "../texts/texts";
import { type CourseDraft, withTitle } from "./course-draft";
import { fieldPaths } from "./course-errors";
import { CheckField, Field } from "./field";
import { fieldId, type FieldError, errorAt } from "./field-errors";
import { LANGUAGE_NAMES } from "./languages";
import { PictureField } from "./picture-field";

/** A course's title, slug, ID, description, picture, language and whether it is published. */
export function CourseFields(props: {
  draft: CourseDraft;
  isNew: boolean;
  errors: readonly FieldError[];
  change: (update: (draft: CourseDraft) => CourseDraft) => void;
}) {
  const { draft, errors, change } = props;
  useEffect(() => {
    // A new course begins with its title.
    if (props.isNew && draft.title === "") document.getElementById(fieldId(fieldPaths.title))?.focus();
  }, []);
  return (
    <section class="card stack" aria-labelledby="about-course">
      <h2 id="about-course">{t("course_fields.title")}</h2>
      <Field
        path={fieldPaths.title}
        label={t("course_fields.name")}
        hint={t("course_fields.name_hint")}
        error={errorAt(errors, fieldPaths.title)}
      >
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            maxLength={200}
            autocomplete="off"
            value={draft.title}
            onInput={(event) => {
              const title = event.currentTarget.value;
              change((before) => withTitle(before, title));
            }}
          />
        )}
      </Field>
      <div class="pair">
        <Field
          path={fieldPaths.slug}
          label={t("course_fields.slug")}
          hint={rich("course_fields.slug_hint", { path: <bdi>{`/learn/${draft.slug || "…"}`}</bdi> })}
          error={errorAt(errors, fieldPaths.slug)}
        >
          {(attributes) => (
            <input
              {...attributes}
              {...PLAIN_TEXT_INPUT}
              maxLength={100}
              value={draft.slug}
              onInput={(event) => {
                const slug = event.currentTarget.value;
                change((before) => ({ ...before, slug, ownSlug: slug !== "" }));
              }}
            />
          )}
        </Field>
        {props.isNew && (
          <Field
            path={fieldPaths.courseId}
            label={t("course_fields.id")}
            hint={t("course_fields.id_hint")}
            error={errorAt(errors, fieldPaths.courseId)}
          >
            {(attributes) => (
              <input
                {...attributes}
                {...PLAIN_TEXT_INPUT}
                maxLength={128}
                value={draft.course_id}
                onInput={(event) => {
                  const course_id = event.currentTarget.value;
                  change((before) => ({ ...before, course_id, ownId: course_id !== "" }));
                }}
              />
            )}
          </Field>
        )}
      </div>
      <Field
        path={fieldPaths.description}
        label={t("course_fields.description")}
        hint={t("course_fields.description_hint")}
        error={errorAt(errors, fieldPaths.description)}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            dir="auto"
            rows={4}
            maxLength={1000}
            value={draft.description}
            onInput={(event) => {
              const description = event.currentTarget.value;
              change((before) => ({ ...before, description }));
            }}
          />
        )}
      </Field>
      <PictureField
        address={draft.picture_url}
        error={errorAt(errors, fieldPaths.picture)}
        onInput={(picture_url) => change((before) => ({ ...before, picture_url }))}
      />
      <Field
        path={fieldPaths.language}
        label={t("course_fields.language")}
        hint={t("course_fields.language_hint")}
        error={errorAt(errors, fieldPaths.language)}
      >
        {(attributes) => (
          <select
            {...attributes}
            value={draft.language}
            onChange={(event) => {
              const language = event.currentTarget.value as CourseDraft["language"];
              change((before) => ({ ...before, language }));
            }}
          >
            {Object.entries(LANGUAGE_NAMES).map(([tag, name]) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <CheckField
        path="published"
        label={t("course_fields.published")}
        checked={draft.published}
        onChange={(published) => change((before) => ({ ...before, published }))}
      />
    </section>
  );
}

/** For identifiers: no autocorrection or capitalization. */
const PLAIN_TEXT_INPUT = { autocomplete: "off", autocapitalize: "none", spellcheck: false } as const;
