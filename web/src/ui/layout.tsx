import type { ComponentChildren } from "preact";
import { ErrorBoundary, lazy, useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";

import { KeptNotice } from "../offline/kept-notice";
import { signIn, signOut } from "../session/session";
import { usePerson, useSessionEnded } from "../session/use-session";
import { withStaffPart } from "../staff-part";
import { t } from "../texts/texts";
import { Laurel } from "./icons";
import { LanguageSelect } from "./language-select";

// Loaded on demand: only admins search for learners.
const HeaderSearch = lazy(() =>
  withStaffPart(() => import("../teach/header-search").then((module) => module.HeaderSearch)),
);

/** The header with navigation and the signed-in user, the page itself, and the footer. */
export function Layout({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const lastPath = useRef(path);
  useEffect(() => {
    // After navigation, focus and scroll position move to the top of the new page.
    if (lastPath.current === path) return;
    lastPath.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => skipToMain(event, main.current)}>
        {t("layout.skip")}
      </a>
      <Header path={path} />
      <SessionEndedNotice />
      <main id="main" class="page" ref={main} tabIndex={-1}>
        <KeptNotice />
        {children}
      </main>
      <footer class="foot">
        <p>{t("layout.foot")}</p>
        <LanguageSelect />
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
        <nav aria-label={t("layout.main")}>
          <NavLink to="/" current={path === "/" || path.startsWith("/learn")}>
            {t("layout.my_courses")}
          </NavLink>
          {(person.isAdmin || person.isInstructor) && (
            <NavLink to="/teach" current={path.startsWith("/teach") || path.startsWith("/manage")}>
              {t("layout.teaching")}
            </NavLink>
          )}
        </nav>
      )}
      {person?.isAdmin && (
        <ErrorBoundary>
          <HeaderSearch />
        </ErrorBoundary>
      )}
      {person && (
        <div class="user">
          <span dir="auto">{person.name}</span>
          <button class="button button-quiet" onClick={() => void signOut()}>
            {t("layout.sign_out")}
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

/** Work continues, and is saved on this device, until the user signs in again. */
function SessionEndedNotice() {
  if (!useSessionEnded()) return null;
  return (
    <div class="notice notice-bad" role="alert">
      <p>{t("layout.session_ended")}</p>
      <button class="button" onClick={() => void signIn()}>
        {t("sign_in.again")}
      </button>
    </div>
  );
}

function skipToMain(event: Event, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}
