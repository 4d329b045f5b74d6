// The guide through the first hour of an empty installation: what of it is done, as the service's data say.
import { api, unwrap, type Schemas } from "../api/client";
import { findMyCourse } from "../learn/use-my-courses";

/** What the guide knows of the installation. */
export interface Installation {
  /** The only course; null before there is one. */
  readonly course: Schemas["CourseSummary"] | null;
  /** Whether its learners get certificates. */
  readonly hasCertificate: boolean;
  /** Its learners; two stands for more. */
  readonly learners: number;
  /** Whether the admin is one of them. */
  readonly isEnrolled: boolean;
  /** Whether the admin has opened the course as its learner. */
  readonly isViewed: boolean;
}

export type Step = "course" | "lessons" | "certificate" | "learner" | "view";

export const STEPS: readonly Step[] = ["course", "lessons", "certificate", "learner", "view"];

/** Whether a step is done. */
export function isDone(step: Step, installation: Installation): boolean {
  const { course } = installation;
  switch (step) {
    case "course":
      return course !== null;
    case "lessons":
      return course !== null && course.published && course.published_lessons > 0;
    case "certificate":
      return installation.hasCertificate;
    case "learner":
      return installation.learners > 0;
    case "view":
      return installation.isEnrolled && installation.isViewed;
  }
}

/** The first step that is not done; undefined once the guide is over: an installation in use needs no last step. */
export function nextStep(installation: Installation): Step | undefined {
  const next = STEPS.find((step) => !isDone(step, installation));
  return next === "view" && installation.learners > 1 ? undefined : next;
}

/**
 * Load what the guide needs to know.
 *
 * @param course the only one; null if there is none.
 */
export async function loadInstallation(course: Schemas["CourseSummary"] | null): Promise<Installation> {
  if (course === null) return { course, hasCertificate: false, learners: 0, isEnrolled: false, isViewed: false };
  const params = { path: { course_id: course.course_id } };
  const [settings, learners, own] = await Promise.all([
    unwrap(api.GET("/admin/courses/{course_id}/certificate", { params })),
    unwrap(api.GET("/admin/courses/{course_id}/learners", { params: { ...params, query: { limit: 2 } } })),
    findMyCourse(course.slug),
  ]);
  return {
    course,
    hasCertificate: settings.certificate_enabled,
    learners: learners.items.length,
    isEnrolled: own !== undefined,
    isViewed: (own?.percent ?? 0) > 0 || isNoted(VIEWED),
  };
}

// Notes of this device.
const DISMISSED = "laurel-guide-dismissed";
const VIEWED = "laurel-guide-viewed";

/** Whether the guide was dismissed on this device. */
export function isGuideDismissed(): boolean {
  return isNoted(DISMISSED);
}

/** Never show the guide on this device again. */
export function dismissGuide(): void {
  note(DISMISSED);
}

/** Remember that the admin opened the course as its learner. */
export function noteViewed(): void {
  note(VIEWED);
}

function isNoted(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    // Browsers may block the storage.
    return false;
  }
}

function note(key: string): void {
  try {
    localStorage.setItem(key, new Date().toISOString());
  } catch {
    // The guide is shown again.
  }
}
