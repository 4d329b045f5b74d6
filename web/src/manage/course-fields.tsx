import { type CourseDraft, withTitle } from "./course-draft";
import { paths } from "./course-wrong";
import { CheckField, Field } from "./field";
import { type Wrong, wrongAt } from "./wrong";

/** What a course is called, where it is found, and whether learners see it. */
export function CourseFields(props: {
  draft: CourseDraft;
  isNew: boolean;
  wrongs: readonly Wrong[];
  change: (update: (draft: CourseDraft) => CourseDraft) => void;
}) {
  const { draft, wrongs, change } = props;
  return (
    <section class="card stack" aria-labelledby="about-course">
      <h2 id="about-course">About the course</h2>
      <Field path={paths.title} label="Title" hint="Printed on certificates." wrong={wrongAt(wrongs, paths.title)}>
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
          path={paths.slug}
          label="Slug"
          hint={`The course’s address: /learn/${draft.slug || "…"}`}
          wrong={wrongAt(wrongs, paths.slug)}
        >
          {(attributes) => (
            <input
              {...attributes}
              {...PLAIN}
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
            path={paths.courseId}
            label="Course id"
            hint="Names the course to shops and services. It never changes."
            wrong={wrongAt(wrongs, paths.courseId)}
          >
            {(attributes) => (
              <input
                {...attributes}
                {...PLAIN}
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
      <CheckField
        path="published"
        label="Published: learners see the course"
        checked={draft.published}
        onChange={(published) => change((before) => ({ ...before, published }))}
      />
    </section>
  );
}

/** Of names that are typed as they are. */
const PLAIN = { autocomplete: "off", autocapitalize: "none", spellcheck: false } as const;
