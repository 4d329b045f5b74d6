// The names of one learner in all courses.
import type { Overview } from "./learner-api";

/** The names that are on record, each once, in the order of the courses. */
export function namesOf({ courses }: Overview): {
  readonly inCourses: readonly string[];
  readonly onCertificates: readonly string[];
} {
  return {
    inCourses: unique(courses.map((course) => course.learner_name?.trim())),
    onCertificates: unique(
      courses.map(({ certificate }) => (certificate?.status === "active" ? certificate.issued_name : undefined)),
    ),
  };
}

/** The name to show for a learner; the ID if there is none. */
export function shownName(overview: Overview): string {
  const { inCourses, onCertificates } = namesOf(overview);
  return inCourses[0] ?? onCertificates[0] ?? overview.profileName ?? overview.userId;
}

function unique(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name): name is string => name !== undefined && name !== ""))];
}
