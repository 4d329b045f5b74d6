import type { ComponentChildren } from "preact";

import { key, t } from "../texts/texts";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { assignmentsPath, certificateSettingsPath, courseEditorPath, learnersPath } from "./paths";
import { useIsAdmin } from "./use-role";

const PAGES = [
  { current: "course", name: key("course"), to: courseEditorPath, forInstructors: false },
  { current: "certificate", name: key("certificate"), to: certificateSettingsPath, forInstructors: false },
  { current: "learners", name: key("learners"), to: learnersPath, forInstructors: true },
  { current: "assignments", name: key("assignments.title"), to: assignmentsPath, forInstructors: true },
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
      <Breadcrumbs links={[{ to: "/teach", name: t("layout.teaching") }]} />
      <div class="title-line">
        <h1>
          <bdi>{props.heading}</bdi>
        </h1>
        {props.children}
      </div>
      {pages.length > 1 && (
        <nav class="staff-tabs" aria-label={t("course_header.sections")}>
          {pages.map(({ current, name, to }) => (
            <a key={current} href={to(props.courseId)} aria-current={current === props.current ? "page" : undefined}>
              {t(name)}
            </a>
          ))}
        </nav>
      )}
    </header>
  );
}
