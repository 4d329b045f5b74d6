import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { coursePath } from "../learn/paths";
import { usePerson } from "../session/use-session";
import { key, type PlainKey, rich, t } from "../texts/texts";
import { Check } from "../ui/icons";
import { useRefetchOnFocus } from "../ui/use-refetch-on-focus";
import { useResource } from "../ui/use-resource";
import {
  dismissGuide,
  type Installation,
  isDone,
  isGuideDismissed,
  loadInstallation,
  nextStep,
  noteViewed,
  type Step,
  STEPS,
} from "./first-hour";
import { certificateSettingsPath, courseEditorPath, learnersPath } from "./paths";

const TITLES: Readonly<Record<Step, PlainKey>> = {
  course: key("first_hour.course"),
  lessons: key("first_hour.lessons"),
  certificate: key("first_hour.certificate"),
  learner: key("first_hour.learner"),
  view: key("first_hour.view"),
};

/**
 * Leads an admin through the first hour of an installation, until all is done or the guide is dismissed.
 *
 * @param courses all of them: with several, the installation is in use, and nothing is shown.
 * @param children shown in place of the guide.
 */
export function FirstHour(props: { courses: readonly Schemas["CourseSummary"][]; children?: ComponentChildren }) {
  const [dismissed, setDismissed] = useState(isGuideDismissed);
  const isAdmin = usePerson()?.isAdmin === true;
  if (dismissed || !isAdmin || props.courses.length > 1) return <>{props.children}</>;
  const dismiss = () => {
    dismissGuide();
    setDismissed(true);
    // The button is gone: focus the page instead.
    document.querySelector("main")?.focus({ preventScroll: true });
  };
  return (
    <Guide course={props.courses[0] ?? null} onDismiss={dismiss}>
      {props.children}
    </Guide>
  );
}

interface GuideProps {
  course: Schemas["CourseSummary"] | null;
  onDismiss: () => void;
  children?: ComponentChildren;
}

function Guide({ course, onDismiss, children }: GuideProps) {
  const { data, reload } = useResource(() => loadInstallation(course), JSON.stringify(course));
  useRefetchOnFocus(() => void reload());
  const next = data && nextStep(data);
  if (!data || next === undefined) return <>{children}</>;
  const done = STEPS.filter((step) => isDone(step, data)).length;
  return (
    <section class="card stack guide" aria-labelledby="guide">
      <header class="page-head">
        <h2 id="guide">{t("first_hour.title")}</h2>
        <button class="button button-quiet" onClick={onDismiss}>
          {t("first_hour.dismiss")}
        </button>
      </header>
      <p>{t("first_hour.steps", { done, count: STEPS.length })}</p>
      <ol role="list">
        {STEPS.map((step, index) => (
          <li
            key={step}
            class={isDone(step, data) ? "guide-done" : ""}
            aria-current={step === next ? "step" : undefined}
          >
            <span class="guide-mark" aria-hidden="true">
              {isDone(step, data) ? <Check /> : index + 1}
            </span>
            <div class="guide-step">
              <h3>
                {t(TITLES[step])}
                {isDone(step, data) && <span class="visually-hidden"> {t("first_hour.done")}</span>}
              </h3>
              {step === next && <Explanation step={step} installation={data} />}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What to do in a step, and where. */
function Explanation({ step, installation }: { step: Step; installation: Installation }) {
  const { course } = installation;
  if (course === null)
    return (
      <Instruction to={courseEditorPath("new")} label={t("first_hour.course")}>
        {t("first_hour.course_text")}
      </Instruction>
    );
  switch (step) {
    case "course":
    case "lessons":
      return (
        <Instruction to={courseEditorPath(course.course_id)} label={t("first_hour.edit")}>
          {t("first_hour.lessons_text")}
        </Instruction>
      );
    case "certificate":
      return (
        <Instruction to={certificateSettingsPath(course.course_id)} label={t("first_hour.certificate")}>
          {t("first_hour.certificate_text")}
        </Instruction>
      );
    case "learner":
      return (
        <Instruction to={learnersPath(course.course_id)} label={t("first_hour.go_to_learners")}>
          {t("first_hour.learner_text")}
        </Instruction>
      );
    case "view":
      return <View course={course} isEnrolled={installation.isEnrolled} />;
  }
}

function View({ course, isEnrolled }: { course: Schemas["CourseSummary"]; isEnrolled: boolean }) {
  const person = usePerson();
  if (isEnrolled)
    return (
      <Instruction to={coursePath(course.slug)} label={t("first_hour.open")} onClick={noteViewed}>
        {t("first_hour.view_text")}
      </Instruction>
    );
  return (
    <Instruction to={learnersPath(course.course_id)} label={t("first_hour.go_to_learners")}>
      {rich("first_hour.enroll_yourself", { id: <code>{person?.userId}</code> })}
    </Instruction>
  );
}

function Instruction(props: { to: string; label: string; onClick?: () => void; children: ComponentChildren }) {
  return (
    <>
      <p>{props.children}</p>
      <p>
        <a class="button button-main" href={props.to} onClick={props.onClick}>
          {props.label}
        </a>
      </p>
    </>
  );
}
