import type { ComponentChildren } from "preact";

import { Breadcrumbs } from "../ui/breadcrumbs";
import { certificateSettingsPath, courseEditorPath, learnersPath } from "./paths";

const PAGES = [
  { current: "course", name: "Course", to: courseEditorPath },
  { current: "certificate", name: "Certificate", to: certificateSettingsPath },
  { current: "learners", name: "Learners", to: learnersPath },
] as const;

/** The heading of a course's instructor pages, with tabs between them. */
export function CourseHeader(props: {
  courseId: string;
  current: (typeof PAGES)[number]["current"];
  heading: string;
  children?: ComponentChildren;
}) {
  return (
    <header class="staff-head">
      <Breadcrumbs links={[{ to: "/teach", name: "Teaching" }]} />
      <div class="title-line">
        <h1>
          <bdi>{props.heading}</bdi>
        </h1>
        {props.children}
      </div>
      <nav class="staff-tabs" aria-label="Course sections">
        {PAGES.map(({ current, name, to }) => (
          <a key={current} href={to(props.courseId)} aria-current={current === props.current ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
    </header>
  );
}
