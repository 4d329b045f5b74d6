import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { coursePath } from "../learn/paths";
import { usePerson } from "../session/use-session";
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

const TITLES: Readonly<Record<Step, string>> = {
  course: "Create a course",
  lessons: "Add lessons and publish the course",
  certificate: "Set up the certificate",
  learner: "Enroll the first learner",
  view: "See the course as a learner",
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
        <h2 id="guide">Your first hour</h2>
        <button class="button button-quiet" onClick={onDismiss}>
          Dismiss the guide
        </button>
      </header>
      <p>
        From here to the first certificate in five steps. {done} of {STEPS.length} are done.
      </p>
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
                {TITLES[step]}
                {isDone(step, data) && <span class="visually-hidden"> (done)</span>}
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
      <Instruction to={courseEditorPath("new")} label="Create a course">
        A title is enough to begin with. You can change everything later.
      </Instruction>
    );
  switch (step) {
    case "course":
    case "lessons":
      return (
        <Instruction to={courseEditorPath(course.course_id)} label="Edit the course">
          Add videos, articles and assignments, in the order in which learners take them. Learners see the course once
          it is published.
        </Instruction>
      );
    case "certificate":
      return (
        <Instruction to={certificateSettingsPath(course.course_id)} label="Set up the certificate">
          Choose a built-in design or upload your own PDF, and switch on that certificates are issued.
        </Instruction>
      );
    case "learner":
      return (
        <Instruction to={learnersPath(course.course_id)} label="Go to the learners">
          Enroll somebody, or yourself to try it out. Purchases in your shop enroll learners by themselves.
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
      <Instruction to={coursePath(course.slug)} label="Open the course" onClick={noteViewed}>
        You are enrolled: what you see is what your learners see.
      </Instruction>
    );
  return (
    <Instruction to={learnersPath(course.course_id)} label="Go to the learners">
      Enroll yourself, with your own user ID: <code>{person?.userId}</code>. Then the course is among your courses, as
      it is for every learner.
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
