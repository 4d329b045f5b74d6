// API calls for lists of changes.
import { api, unwrap, type Schemas } from "../api/client";
import type { PageRequest } from "../ui/paging";

type Wanted = PageRequest & { limit: number };
type ChangeList = Schemas["ChangeList"];

/** Fetches one page of a list of changes. */
export type LoadChanges = (wanted: Wanted) => Promise<ChangeList>;

/** The changes of a course, its certificate settings and its template. */
export function changesOfCourse(courseId: string): LoadChanges {
  const path = { course_id: courseId };
  return ({ signal, ...page }) =>
    unwrap(api.GET("/admin/courses/{course_id}/changes", { params: { path, query: query(page) }, signal }));
}

/** The changes of all learners of a course. */
export function changesOfLearners(courseId: string): LoadChanges {
  const path = { course_id: courseId };
  return ({ signal, ...page }) =>
    unwrap(api.GET("/admin/courses/{course_id}/learner-changes", { params: { path, query: query(page) }, signal }));
}

/** The changes of one learner in a course. */
export function changesOfLearner(courseId: string, userId: string): LoadChanges {
  const path = { course_id: courseId, user_id: userId };
  return ({ signal, ...page }) =>
    unwrap(
      api.GET("/admin/courses/{course_id}/learners/{user_id}/changes", {
        params: { path, query: query(page) },
        signal,
      }),
    );
}

/** The changes of the organisation that issues certificates. */
export const changesOfIssuer: LoadChanges = ({ signal, ...page }) =>
  unwrap(api.GET("/admin/issuer/changes", { params: { query: query(page) }, signal }));

function query({ cursor, limit }: Omit<Wanted, "signal">): { limit: number; cursor?: string } {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}
