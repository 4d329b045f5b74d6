import type { ComponentChildren } from "preact";

import type { Schemas } from "../api/client";
import { rich, t } from "../texts/texts";
import { Check } from "../ui/icons";
import { LESSON_KINDS } from "../ui/lesson-kinds";
import { ProgressBar } from "../ui/progress-bar";
import { formatTime, formatDateTime, formatPercent } from "../ui/format";
import { LessonMark } from "./lesson-mark";

/**
 * The learner's progress in each lesson; assignments can be marked as done.
 *
 * @param onChange loads the learner again.
 */
export function LearnerLessons(props: { learner: Schemas["LearnerDetail"]; onChange: () => Promise<void> }) {
  const { learner } = props;
  const isRequired = new Set(learner.completion_rule.required_lessons);
  const isNew = new Set(learner.new_lessons);
  return (
    <section class="card stack" aria-labelledby="lessons">
      <h2 id="lessons">{t("learner_lessons.title")}</h2>
      {learner.lessons.length === 0 && <p>{t("learner_lessons.none")}</p>}
      {learner.lessons.length > 0 && (
        <ol class="lesson-lines">
          {learner.lessons.map((lesson) => (
            <LessonItem
              key={lesson.lesson_id}
              lesson={lesson}
              isRequired={isRequired.has(lesson.lesson_id)}
              isNew={isNew.has(lesson.lesson_id)}
            >
              {lesson.kind === "assignment" && (
                <LessonMark learner={learner} lesson={lesson} onChange={props.onChange} />
              )}
            </LessonItem>
          ))}
        </ol>
      )}
    </section>
  );
}

function LessonItem(props: {
  lesson: Schemas["LessonStanding"];
  isRequired: boolean;
  isNew: boolean;
  children: ComponentChildren;
}) {
  const { lesson } = props;
  const { label, Icon } = LESSON_KINDS[lesson.kind];
  return (
    <li class="lesson-line">
      <Icon />
      <div class="lesson-name">
        <h3>
          <span dir="auto">{lesson.title}</span>
        </h3>
        <p class="faint">
          {lesson.duration_seconds === null
            ? t(label)
            : t("learner_lessons.kind_length", { kind: t(label), length: formatTime(lesson.duration_seconds) })}
          {props.isRequired && <span class="badge badge-gold">{t("learner_lessons.required")}</span>}
          {props.isNew && <span class="badge">{t("learner_lessons.added")}</span>}
        </p>
      </div>
      <div class="lesson-standing">
        {lesson.kind === "video" && (
          <>
            <ProgressBar percent={lesson.percent_watched} label={t("card.progress", { title: lesson.title })} />
            <span class="bar-text">
              {t("learner_lessons.watched", { percent: formatPercent(lesson.percent_watched) })}
            </span>
          </>
        )}
        {lesson.completed_at ? (
          <span class="done">
            <Check />{" "}
            {rich("learner_lessons.completed", {
              time: <time dateTime={lesson.completed_at}>{formatDateTime(lesson.completed_at)}</time>,
            })}
          </span>
        ) : (
          <span class="faint">{t("learner_lessons.not_completed")}</span>
        )}
        {props.children}
      </div>
    </li>
  );
}
