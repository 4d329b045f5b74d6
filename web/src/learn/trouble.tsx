import { SessionEndedError } from "../session/session";
import { Failure } from "../ui/failure";
import type { Loaded } from "../ui/use-loaded";

/** Why a page could not be loaded, or not anew. That a session ended while it was open is said above every page. */
export function Trouble({ loaded }: { loaded: Pick<Loaded<unknown>, "data" | "error" | "reload"> }) {
  const { data, error, reload } = loaded;
  if (error === undefined || (data !== undefined && error instanceof SessionEndedError)) return null;
  return <Failure error={error} retry={() => void reload()} />;
}
