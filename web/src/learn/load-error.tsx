import { SessionEndedError } from "../session/session";
import { ErrorNotice } from "../ui/error-notice";
import type { Resource } from "../ui/use-resource";

/** Why a resource could not be loaded or reloaded. A session that expired meanwhile is reported by the layout. */
export function LoadError({ resource }: { resource: Pick<Resource<unknown>, "data" | "error" | "reload"> }) {
  const { data, error, reload } = resource;
  if (error === undefined || (data !== undefined && error instanceof SessionEndedError)) return null;
  return <ErrorNotice error={error} retry={() => void reload()} />;
}
