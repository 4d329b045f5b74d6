// The signed-in user. Tokens are kept in memory only: a new tab and a reload ask the issuer, which recognizes the browser
// by its session cookie, and then the other tabs. Without a network, the page opens without tokens.
import * as oauth from "oauth4webapi";

import { config } from "../config";
import { forgetEverything } from "../offline/answers";
import { mark, markedPerson, onMarkChange, type Person } from "./device";
import { type PendingSignIn, startSignIn, logoutUrl, exchangeCode, REDIRECT_PATH, refreshTokens } from "./issuer";
import { answerRequests, borrow, type Loan } from "./lending";
import { asText, rolesOf, type Tokens, toTokens } from "./tokens";

export type { Person } from "./device";

/** The user has to sign in again. */
export class SessionEndedError extends Error {}

interface Session {
  readonly person: Person;
  /** Null if the page was opened without a network. */
  readonly tokens: Tokens | null;
}

// The session storage key for what must survive the redirect to the issuer; no secrets.
const PENDING_SIGN_IN = "laurel.sign-in";
const RENEW_BEFORE_MS = 60_000;
// The issuer's errors for a silent sign-in without a session: OpenID Connect Core, 3.1.2.6.
const SESSION_NEEDED = new Set([
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
]);

let session: Session | null = null;
let sessionEnded = false;
let signInFailed = false;
let renewing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

/** The signed-in user, or null. */
export function person(): Person | null {
  return session?.person ?? null;
}

/** Whether a session existed that the issuer no longer renews. */
export function hasEnded(): boolean {
  return sessionEnded;
}

/** Whether a sign-in failed after the redirect back from the issuer. */
export function hasSignInFailed(): boolean {
  return signInFailed;
}

/** Subscribe to changes of the session; returns the unsubscribe function. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Restore the session before the first render: complete a pending sign-in, or sign in silently (`prompt=none`) if
 * somebody is signed in on this device.
 *
 * Never resolves when the browser is redirected.
 */
export async function start(): Promise<void> {
  answerRequests(lend);
  const known = markedPerson();
  if (location.pathname === REDIRECT_PATH) await finishSignIn();
  // Without a network or without an issuer, the page opens with what is kept on this device.
  else if (known) await signInSilently().catch(() => (session = { person: known, tokens: null }));
  onMarkChange(followDevice);
}

/** Redirect to the issuer to sign in, and back to a page afterwards. */
export async function signIn(returnTo = currentUrl()): Promise<never> {
  return navigate(await issuerUrl(returnTo, {}));
}

/** End the session in all tabs and at the issuer; only here if the issuer cannot be reached. */
export async function signOut(): Promise<never> {
  const idToken = session?.tokens?.idToken;
  session = null;
  mark(null);
  await forgetEverything();
  return navigate(await logoutUrl(config(), idToken).catch(() => "/"));
}

/**
 * An access token for the API, renewed when it is about to expire.
 *
 * @throws SessionEndedError: no user is signed in.
 */
export async function accessToken(): Promise<string> {
  if (isExpiring()) await renew();
  if (!session?.tokens || sessionEnded) throw new SessionEndedError("sign in first");
  return session.tokens.accessToken;
}

/** The current token without renewal, for a page that is being unloaded. */
export function accessTokenNow(): string | null {
  return sessionEnded ? null : (session?.tokens?.accessToken ?? null);
}

/**
 * Renew the tokens; resolves to whether that worked. Concurrent calls share one request.
 *
 * @throws TypeError: no network.
 */
export function renew(): Promise<boolean> {
  renewing ??= tryToRenew().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function tryToRenew(): Promise<boolean> {
  const before = session;
  if (!before) return endSession();
  const { person, tokens } = before;
  // A page that was opened without a network: if there is one now, the browser is redirected.
  if (!tokens) return signInSilently();
  try {
    const renewed = tokens.refreshToken ? await refresh(tokens, tokens.refreshToken) : await borrow(person.userId);
    // Another tab may have signed out meanwhile.
    if (session !== before) return false;
    if (!renewed) return endSession();
    session = createSession(renewed, person);
    notify();
    return true;
  } catch (error) {
    // A rejection by the issuer ends the session; a network error does not.
    if (error instanceof oauth.ResponseBodyError) return endSession();
    throw error;
  }
}

async function refresh(tokens: Tokens, refreshToken: string): Promise<Tokens> {
  // An issuer that does not rotate refresh tokens returns none.
  return { ...tokens, refreshToken, ...toTokens(await refreshTokens(config(), refreshToken)) };
}

function isExpiring(): boolean {
  return session !== null && (session.tokens?.expiresAt ?? 0) - Date.now() < RENEW_BEFORE_MS;
}

/** A token for another tab, from a tab that has one. */
async function lend(userId: string): Promise<Loan | null> {
  const isMine = () => session?.person.userId === userId && !sessionEnded;
  if (isMine() && isExpiring() && session?.tokens?.refreshToken) await renew().catch(() => false);
  if (!session?.tokens || !isMine() || isExpiring()) return null;
  return { accessToken: session.tokens.accessToken, expiresAt: session.tokens.expiresAt };
}

/** Another tab signed out, or signed in. */
function followDevice(): void {
  const now = markedPerson();
  if (now && now.userId === session?.person.userId) return;
  session = null;
  sessionEnded = false;
  notify();
  // As somebody else: this page holds data of the one before. After the listeners, so that no form asks to stay.
  if (now) setTimeout(() => location.reload());
}

function endSession(): false {
  sessionEnded = session !== null;
  notify();
  return false;
}

function notify(): void {
  for (const listener of listeners) listener();
}

async function finishSignIn(): Promise<void> {
  const stored = sessionStorage.getItem(PENDING_SIGN_IN);
  sessionStorage.removeItem(PENDING_SIGN_IN);
  if (!stored) {
    history.replaceState(null, "", "/");
    return;
  }
  const pending = JSON.parse(stored) as PendingSignIn;
  try {
    const response = await exchangeCode(config(), pending, new URL(location.href));
    const claims = oauth.getValidatedIdTokenClaims(response);
    const userId = claims?.sub ?? "";
    session = createSession(toTokens(response), { userId, name: asText(claims?.name) || userId });
    if (markedPerson()?.userId !== userId) await forgetEverything();
    mark(session.person);
  } catch (error) {
    await handleFailure(error);
  }
  history.replaceState(null, "", pending.returnTo);
}

async function handleFailure(error: unknown): Promise<void> {
  const known = markedPerson();
  if (error instanceof oauth.AuthorizationResponseError && SESSION_NEEDED.has(error.error)) {
    // The session at the issuer is over. Tabs that were opened before may still have tokens; otherwise nobody is signed
    // in on this device, and no page asks again.
    const loan = known && (await borrow(known.userId));
    if (known && loan) session = createSession(loan, known);
    else {
      mark(null);
      await forgetEverything();
    }
  } else if (known && error instanceof TypeError) {
    session = { person: known, tokens: null };
  } else {
    signInFailed = true;
  }
}

async function signInSilently(): Promise<never> {
  const url = await issuerUrl(currentUrl(), { prompt: "none" });
  // In place of this page, which "Back" would otherwise lead to, and from there to here again.
  location.replace(url);
  return forever();
}

async function issuerUrl(returnTo: string, extra: Record<string, string>): Promise<string> {
  const { url, pending } = await startSignIn(config(), returnTo, extra);
  sessionStorage.setItem(PENDING_SIGN_IN, JSON.stringify(pending));
  return url;
}

function navigate(url: string): Promise<never> {
  location.assign(url);
  return forever();
}

/** Never resolves, so that nothing runs until the page is gone. */
function forever(): Promise<never> {
  return new Promise<never>(() => undefined);
}

function currentUrl(): string {
  return location.pathname + location.search;
}

function createSession(tokens: Tokens, { userId, name }: Pick<Person, "userId" | "name">): Session {
  sessionEnded = false;
  return { person: { userId, name, ...rolesOf(tokens.accessToken) }, tokens };
}
