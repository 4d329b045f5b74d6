import { t } from "./texts/texts";
import { useTitle } from "./ui/use-title";

export function NotFound() {
  useTitle(t("not_found.title"));
  return (
    <section class="card stack">
      <h1>{t("not_found.title")}</h1>
      <p>{t("not_found.text")}</p>
      <p>
        <a href="/">{t("not_found.link")}</a>
      </p>
    </section>
  );
}
