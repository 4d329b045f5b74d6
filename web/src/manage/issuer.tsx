import { PageError } from "../teach/page-error";
import { t } from "../texts/texts";
import { Loading } from "../ui/loading";
import { useResource } from "../ui/use-resource";
import { readIssuer } from "./issuer-api";
import { IssuerForm } from "./issuer-form";

/** The page of the organisation that issues certificates. */
export function Issuer() {
  const { data, error, reload } = useResource(readIssuer, "issuer");
  if (data === undefined)
    return error === undefined ? (
      <Loading text={t("issuer.loading")} />
    ) : (
      <PageError error={error} heading={t("issuer.title")} retry={() => void reload()} />
    );
  return <IssuerForm initial={data} />;
}
