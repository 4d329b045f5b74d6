import { describeRule } from "../ui/completion-rule";
import { type CourseDraft, toInput, parsePercentages } from "./course-draft";
import { fieldPaths } from "./course-errors";
import { Field } from "./field";
import { type FieldError, errorAt } from "./field-errors";

/** When the course is complete: two shares, and in words what they come to with the lessons as they are. */
export function RuleFields(props: {
  draft: CourseDraft;
  errors: readonly FieldError[];
  change: (update: (draft: CourseDraft) => CourseDraft) => void;
}) {
  const { draft, errors, change } = props;
  return (
    <section class="card stack" aria-labelledby="rule">
      <h2 id="rule">When it is complete</h2>
      <div class="pair">
        <PercentField
          path={fieldPaths.watchPercent}
          label="Share of a video that must be played"
          value={draft.lesson_watch_percent}
          error={errorAt(errors, fieldPaths.watchPercent)}
          onInput={(lesson_watch_percent) => change((before) => ({ ...before, lesson_watch_percent }))}
        />
        <PercentField
          path={fieldPaths.coursePercent}
          label="Share of the lessons that must be complete"
          value={draft.course_percent}
          error={errorAt(errors, fieldPaths.coursePercent)}
          onInput={(course_percent) => change((before) => ({ ...before, course_percent }))}
        />
      </div>
      <p class="hint">Tick “Required” at a lesson that must be complete whatever the share.</p>
      <div class="rule-sentences" role="group" aria-label="The rule in words">
        {summarySentences(draft).map((sentence) => (
          <p key={sentence} dir="auto">
            {sentence}
          </p>
        ))}
        <p>A certificate asks for all published lessons.</p>
      </div>
    </section>
  );
}

function PercentField(props: {
  path: string;
  label: string;
  value: string;
  error: string | undefined;
  onInput: (value: string) => void;
}) {
  return (
    <Field path={props.path} label={props.label} error={props.error}>
      {(attributes) => (
        <div class="percent">
          <input
            {...attributes}
            type="number"
            inputMode="numeric"
            min={1}
            max={100}
            value={props.value}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
          <span aria-hidden="true">%</span>
          {/* The same number once more, for who would rather pull it; keyboards have the field. */}
          <input
            type="range"
            min={1}
            max={100}
            value={props.value}
            tabIndex={-1}
            aria-hidden="true"
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
        </div>
      )}
    </Field>
  );
}

function summarySentences(draft: CourseDraft): string[] {
  const shares = parsePercentages(draft);
  if (!shares) return ["Both shares need a whole number from 1 to 100."];
  const { completion_rule, lessons } = toInput(draft);
  return describeRule(
    { ...shares, required_lessons: completion_rule.required_lessons },
    lessons.filter((lesson) => lesson.published),
  );
}
