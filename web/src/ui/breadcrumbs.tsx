/** Where a page lies, from the list of all courses down; the page itself is its heading. */
export function Breadcrumbs({ links }: { links: readonly { readonly to: string; readonly name: string }[] }) {
  return (
    <nav class="trail" aria-label="Where this is">
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
