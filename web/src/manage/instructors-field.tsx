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
      <h2 id="taught-by">Teaching</h2>
      <Field
        path={fieldPaths.instructors}
        label="Instructors"
        hint="User IDs, one per line. Instructors see the learners of this course, export them and correct names on certificates."
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
