import { t } from "../texts/texts";

/** Links to the parents of a page; the page itself is named by its heading. */
export function Breadcrumbs({ links }: { links: readonly { readonly to: string; readonly name: string }[] }) {
  return (
    <nav class="breadcrumbs" aria-label={t("breadcrumb")}>
      <ol>
        {links.map(({ to, name }) => (
          <li key={to}>
            <a href={to} dir="auto">
              {name}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
