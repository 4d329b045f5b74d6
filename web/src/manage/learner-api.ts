// The requests about one learner in all courses.
import { api, problemOf, unwrap, type Schemas } from "../api/client";
import { MAX_PAGE_SIZE } from "../ui/use-paged-list";

export type LearnersCourse = Schemas["LearnersCourse"];

/** A learner with all courses. */
export interface Overview {
  readonly userId: string;
  readonly profileName: string | null;
  readonly courses: readonly LearnersCourse[];
}

/** A learner in all courses; few have more than one page of them. */
export async function loadOverview(userId: string): Promise<Overview> {
  const courses: LearnersCourse[] = [];
  let cursor: string | null | undefined;
  let profileName: string | null;
  do {
    const query = { limit: MAX_PAGE_SIZE, ...(cursor ? { cursor } : {}) };
    const params = { path: { user_id: userId }, query };
    const page: Schemas["LearnerOverview"] = await unwrap(api.GET("/admin/learners/{user_id}", { params }));
    courses.push(...page.items);
    profileName = page.profile_name;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return { userId, profileName, courses };
}

/** Corrects the name in one course; harmless when repeated. */
export function correctName(courseId: string, userId: string, name: string): Promise<Schemas["CorrectedName"]> {
  const params = { path: { course_id: courseId, user_id: userId } };
  return unwrap(api.POST("/admin/courses/{course_id}/learners/{user_id}/name", { params, body: { name } }));
}

/** All data about a learner, as a JSON file. */
export function exportData(userId: string): Promise<Blob> {
  const params = { path: { user_id: userId } };
  return unwrap(api.GET("/admin/learners/{user_id}/export", { params, parseAs: "blob" }));
}

const ACCEPTED = 202;

/** Erases a learner; much data takes several requests, each of which continues where the one before ended. */
export async function erase(userId: string): Promise<void> {
  const params = { path: { user_id: userId } };
  for (;;) {
    const { response, error } = await api.DELETE("/admin/learners/{user_id}", { params });
    if (!response.ok) throw problemOf(response.status, error);
    if (response.status !== ACCEPTED) return;
  }
}
