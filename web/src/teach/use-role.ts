import { usePerson } from "../session/use-session";

/** Whether to offer what only admins may do; access is decided by the API. */
export function useIsAdmin(): boolean {
  return usePerson()?.isAdmin ?? false;
}

/** Whether the user teaches courses without being an admin. */
export function useIsInstructorOnly(): boolean {
  const person = usePerson();
  return person !== null && person.isInstructor && !person.isAdmin;
}
