import { PageError } from "../teach/page-error";
import { Loading } from "../ui/loading";
import { useResource } from "../ui/use-resource";
import { readIssuer } from "./issuer-api";
import { IssuerForm } from "./issuer-form";

/** The page of the organisation that issues certificates. */
export function Issuer() {
  const { data, error, reload } = useResource(readIssuer, "issuer");
  if (data === undefined)
    return error === undefined ? (
      <Loading text="Loading the issuer…" />
    ) : (
      <PageError error={error} heading="Issuer" retry={() => void reload()} />
    );
  return <IssuerForm initial={data} />;
}
