import { useEffect } from "preact/hooks";

import { useRefetchOnFocus } from "../ui/use-refetch-on-focus";
import { type Resource, useResource } from "../ui/use-resource";
import { loadProfile, onProfileChange, type Profile } from "./profile-api";

/**
 * The learner's profile with the printed name for a course. Loaded again when the user returns to the page, because
 * the course provider may have corrected the name, and after each change.
 *
 * @param slug the course; null to load nothing.
 */
export function useProfile(slug: string | null): Resource<Profile | null> {
  const profile = useResource<Profile | null>(
    () => (slug === null ? Promise.resolve(null) : loadProfile(slug)),
    slug ?? "",
    slug === null ? undefined : `profile ${slug}`,
  );
  const { reload } = profile;
  useEffect(() => onProfileChange(reload), [reload]);
  useRefetchOnFocus(() => void reload());
  return profile;
}
