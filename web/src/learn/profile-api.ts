// Requests for the learner's profile.
import { unwrap, api, type Schemas } from "../api/client";

export type Profile = Schemas["Profile"];

/** The profile, with the name that a certificate of this course would have now. */
export function loadProfile(slug: string): Promise<Profile> {
  return unwrap(api.GET("/my-profile", { params: { query: { course_slug: slug } } }));
}

const listeners = new Set<() => Promise<void>>();

/** Calls the listener after each change of the profile; returns the unsubscribe function. */
export function onProfileChange(listener: () => Promise<void>): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Store the learner's own name. Resolves when everything that shows a printed name has loaded it again.
 *
 * @throws ProblemError: the name was refused, and nothing was stored.
 */
export async function saveName(name: string): Promise<void> {
  await unwrap(api.PUT("/my-profile", { body: { name } }));
  await Promise.all([...listeners].map((listener) => listener()));
}
