import type { CourseProgress, LessonStanding } from "./use-course";

/** The props of every lesson component. */
export interface LessonProps {
  readonly course: CourseProgress;
  readonly lesson: LessonStanding;
}
