import { useTitle } from "./ui/use-title";

export function NotFound() {
  useTitle("Page not found");
  return (
    <section class="card stack">
      <h1>Page not found</h1>
      <p>The link may be outdated or mistyped.</p>
      <p>
        <a href="/">Go to my courses</a>
      </p>
    </section>
  );
}
