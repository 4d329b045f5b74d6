import type { ComponentChildren } from "preact";

import { Breadcrumbs } from "../ui/breadcrumbs";
import { assignmentsPath, certificateSettingsPath, courseEditorPath, learnersPath } from "./paths";
import { useIsAdmin } from "./use-role";

const PAGES = [
  { current: "course", name: "Course", to: courseEditorPath, forInstructors: false },
  { current: "certificate", name: "Certificate", to: certificateSettingsPath, forInstructors: false },
  { current: "learners", name: "Learners", to: learnersPath, forInstructors: true },
  { current: "assignments", name: "Assignments", to: assignmentsPath, forInstructors: true },
] as const;

/** The heading of a course's pages for staff, with tabs between those that the user may open. */
export function CourseHeader(props: {
  courseId: string;
  current: (typeof PAGES)[number]["current"];
  heading: string;
  children?: ComponentChildren;
}) {
  const isAdmin = useIsAdmin();
  const pages = PAGES.filter(({ forInstructors }) => isAdmin || forInstructors);
  return (
    <header class="staff-head">
      <Breadcrumbs links={[{ to: "/teach", name: "Teaching" }]} />
      <div class="title-line">
        <h1>
          <bdi>{props.heading}</bdi>
        </h1>
        {props.children}
      </div>
      {pages.length > 1 && (
        <nav class="staff-tabs" aria-label="Course sections">
          {pages.map(({ current, name, to }) => (
            <a key={current} href={to(props.courseId)} aria-current={current === props.current ? "page" : undefined}>
              {name}
            </a>
          ))}
        </nav>
      )}
    </header>
  );
}
