import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";

import { signIn, signOut } from "../session/session";
import { usePerson, useSessionEnded } from "../session/use-session";
import { Laurel } from "./icons";

/** What stands around every page: the way home, where one can go, who is signed in. */
export function Layout({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const lastPath = useRef(path);
  useEffect(() => {
    // A new page begins at its beginning, for keyboards and screen readers as for eyes.
    if (lastPath.current === path) return;
    lastPath.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => skipToMain(event, main.current)}>
        Skip to the content
      </a>
      <Header path={path} />
      <SessionEndedNotice />
      <main id="main" class="page" ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer class="foot">
        <p>Laurel knows when a course is finished, and gives a certificate that anyone can check.</p>
      </footer>
    </>
  );
}

function Header({ path }: { path: string }) {
  const person = usePerson();
  return (
    <header class="head">
      <a class="brand" href="/">
        <Laurel /> Laurel
      </a>
      {person && (
        <nav aria-label="Main">
          <NavLink to="/" current={path === "/" || path.startsWith("/learn")}>
            My courses
          </NavLink>
          {person.isAdmin && (
            <NavLink to="/teach" current={path.startsWith("/teach") || path.startsWith("/manage")}>
              Teaching
            </NavLink>
          )}
        </nav>
      )}
      {person && (
        <div class="who">
          <span dir="auto">{person.name}</span>
          <button class="button button-quiet" onClick={() => void signOut()}>
            Sign out
          </button>
        </div>
      )}
    </header>
  );
}

function NavLink(props: { to: string; current: boolean; children: ComponentChildren }) {
  return (
    <a href={props.to} aria-current={props.current ? "page" : undefined}>
      {props.children}
    </a>
  );
}

/** Work goes on, and is kept on this device, until its owner chooses to sign in again. */
function SessionEndedNotice() {
  if (!useSessionEnded()) return null;
  return (
    <div class="notice notice-bad" role="alert">
      <p>Your session has ended. What you did is kept on this device and sent once you sign in again.</p>
      <button class="button" onClick={() => void signIn()}>
        Sign in again
      </button>
    </div>
  );
}

function skipToMain(event: Event, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}
