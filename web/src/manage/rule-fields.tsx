import { ruleSentences } from "../ui/rule";
import { type CourseDraft, inputOf, sharesOf } from "./course-draft";
import { paths } from "./course-wrong";
import { Field } from "./field";
import { type Wrong, wrongAt } from "./wrong";

/** When the course is complete: two shares, and in words what they come to with the lessons as they are. */
export function RuleFields(props: {
  draft: CourseDraft;
  wrongs: readonly Wrong[];
  change: (update: (draft: CourseDraft) => CourseDraft) => void;
}) {
  const { draft, wrongs, change } = props;
  return (
    <section class="card stack" aria-labelledby="rule">
      <h2 id="rule">When it is complete</h2>
      <div class="pair">
        <Percent
          path={paths.watchPercent}
          label="Share of a video that must be played"
          value={draft.lesson_watch_percent}
          wrong={wrongAt(wrongs, paths.watchPercent)}
          onInput={(lesson_watch_percent) => change((before) => ({ ...before, lesson_watch_percent }))}
        />
        <Percent
          path={paths.coursePercent}
          label="Share of the lessons that must be complete"
          value={draft.course_percent}
          wrong={wrongAt(wrongs, paths.coursePercent)}
          onInput={(course_percent) => change((before) => ({ ...before, course_percent }))}
        />
      </div>
      <p class="hint">Tick “Required” at a lesson that must be complete whatever the share.</p>
      <div class="rule-sentences" role="group" aria-label="The rule in words">
        {sentences(draft).map((sentence) => (
          <p key={sentence} dir="auto">
            {sentence}
          </p>
        ))}
        <p>A certificate asks for all published lessons.</p>
      </div>
    </section>
  );
}

function Percent(props: {
  path: string;
  label: string;
  value: string;
  wrong: string | undefined;
  onInput: (value: string) => void;
}) {
  return (
    <Field path={props.path} label={props.label} wrong={props.wrong}>
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

function sentences(draft: CourseDraft): string[] {
  const shares = sharesOf(draft);
  if (!shares) return ["Both shares need a whole number from 1 to 100."];
  const { completion_rule, lessons } = inputOf(draft);
  return ruleSentences(
    { ...shares, required_lessons: completion_rule.required_lessons },
    lessons.filter((lesson) => lesson.published),
  );
}
