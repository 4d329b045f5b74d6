import type { ComponentChildren } from "preact";

import { Trail } from "../ui/trail";
import { certificateAddress, editorAddress, learnersAddress } from "./addresses";

const PAGES = [
  { here: "course", name: "Course", to: editorAddress },
  { here: "certificate", name: "Certificate", to: certificateAddress },
  { here: "learners", name: "Learners", to: learnersAddress },
] as const;

/** The heading of a course for those who look after it, and the way between its pages. */
export function CourseHead(props: {
  courseId: string;
  here: (typeof PAGES)[number]["here"];
  heading: string;
  children?: ComponentChildren;
}) {
  return (
    <header class="staff-head">
      <Trail places={[{ to: "/teach", name: "Teaching" }]} />
      <div class="title-line">
        <h1>
          <bdi>{props.heading}</bdi>
        </h1>
        {props.children}
      </div>
      <nav class="staff-tabs" aria-label="This course">
        {PAGES.map(({ here, name, to }) => (
          <a key={here} href={to(props.courseId)} aria-current={here === props.here ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
    </header>
  );
}
