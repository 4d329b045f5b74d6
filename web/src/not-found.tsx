import { useTitle } from "./ui/use-title";

export function NotFound() {
  useTitle("Not found");
  return (
    <section class="card">
      <h1>There is nothing here</h1>
      <p>
        The address may be old, or mistyped. <a href="/">Your courses are here.</a>
      </p>
    </section>
  );
}
