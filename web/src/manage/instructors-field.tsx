import { t } from "../texts/texts";
import type { CourseDraft } from "./course-draft";
import { fieldPaths } from "./course-errors";
import { Field } from "./field";
import { errorAt, type FieldError } from "./field-errors";

const MIN_ROWS = 2;

/** Who teaches a course: user IDs, one per line. */
export function InstructorsField(props: {
  draft: CourseDraft;
  errors: readonly FieldError[];
  change: (update: (draft: CourseDraft) => CourseDraft) => void;
}) {
  const { instructors } = props.draft;
  return (
    <section class="card stack" aria-labelledby="taught-by">
      <h2 id="taught-by">{t("layout.teaching")}</h2>
      <Field
        path={fieldPaths.instructors}
        label={t("instructors_field.label")}
        hint={t("instructors_field.hint")}
        error={errorAt(props.errors, fieldPaths.instructors)}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            rows={Math.max(MIN_ROWS, instructors.split("\n").length)}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={instructors}
            onInput={(event) => {
              const typed = event.currentTarget.value;
              props.change((before) => ({ ...before, instructors: typed }));
            }}
          />
        )}
      </Field>
    </section>
  );
}
