import { t } from "../texts/texts";
import { describeRule } from "../ui/completion-rule";
import { type CourseDraft, toInput, parsePercentages } from "./course-draft";
import { fieldPaths } from "./course-errors";
import { Field } from "./field";
import { type ErrorText, type FieldError, errorAt } from "./field-errors";

/** The completion rule: two percentages, and a summary of what they mean for the current lessons. */
export function RuleFields(props: {
  draft: CourseDraft;
  errors: readonly FieldError[];
  change: (update: (draft: CourseDraft) => CourseDraft) => void;
}) {
  const { draft, errors, change } = props;
  return (
    <section class="card stack" aria-labelledby="rule">
      <h2 id="rule">{t("rule_fields.title")}</h2>
      <div class="pair">
        <PercentField
          path={fieldPaths.watchPercent}
          label={t("rule_fields.watch_percent")}
          value={draft.lesson_watch_percent}
          error={errorAt(errors, fieldPaths.watchPercent)}
          onInput={(lesson_watch_percent) => change((before) => ({ ...before, lesson_watch_percent }))}
        />
        <PercentField
          path={fieldPaths.coursePercent}
          label={t("rule_fields.course_percent")}
          value={draft.course_percent}
          error={errorAt(errors, fieldPaths.coursePercent)}
          onInput={(course_percent) => change((before) => ({ ...before, course_percent }))}
        />
      </div>
      <p class="hint">{t("rule_fields.help")}</p>
      <div class="rule-summary" role="group" aria-label={t("rule_fields.summary")}>
        {summarySentences(draft).map((sentence) => (
          <p key={sentence} dir="auto">
            {sentence}
          </p>
        ))}
        <p>{t("rule_fields.certificate")}</p>
      </div>
    </section>
  );
}

function PercentField(props: {
  path: string;
  label: string;
  value: string;
  error: ErrorText | undefined;
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
          {/* A slider for the same number; keyboard and screen reader users have the field. */}
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
  if (!shares) return [t("rule_fields.whole_numbers")];
  const { completion_rule, lessons } = toInput(draft);
  return describeRule(
    { ...shares, required_lessons: completion_rule.required_lessons },
    lessons.filter((lesson) => lesson.published),
  );
}
