// The signed-in user. Tokens are kept in memory only: after a reload the issuer is asked again, which recognizes the
// browser by its session cookie.
import * as oauth from "oauth4webapi";

import { config } from "../config";
import { type PendingSignIn, startSignIn, logoutUrl, exchangeCode, REDIRECT_PATH, refreshTokens } from "./issuer";

/** The signed-in user, from the token's claims. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  /** Whether to offer the pages of staff, all or those of instructors; access is decided by the API. */
  readonly isAdmin: boolean;
  readonly isInstructor: boolean;
}

/** The user has to sign in again. */
export class SessionEndedError extends Error {}

interface Session {
  readonly person: Person;
  readonly tokens: oauth.TokenEndpointResponse;
  /** Milliseconds since 1970; infinite if the issuer gives no lifetime. */
  readonly expiresAt: number;
}

// Session storage keys for what must survive the redirect to the issuer; no secrets.
const PENDING_SIGN_IN = "laurel.sign-in";
const WAS_SIGNED_IN = "laurel.signed-in";
const RENEW_BEFORE_MS = 60_000;
// Until the access token is read.
const NO_ROLES = { isAdmin: false, isInstructor: false };

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
 * Restore the session before the first render: complete a pending sign-in, or sign in silently (`prompt=none`).
 *
 * Never resolves when the browser is redirected.
 */
export async function start(): Promise<void> {
  if (location.pathname === REDIRECT_PATH) await finishSignIn();
  else if (sessionStorage.getItem(WAS_SIGNED_IN)) await redirectToIssuer(currentUrl(), { prompt: "none" });
}

/** Redirect to the issuer to sign in, and back to a page afterwards. */
export async function signIn(returnTo = currentUrl()): Promise<never> {
  return redirectToIssuer(returnTo, {});
}

/** End the session here and at the issuer; only here if the issuer cannot be reached. */
export async function signOut(): Promise<never> {
  const idToken = session?.tokens.id_token;
  sessionStorage.removeItem(WAS_SIGNED_IN);
  session = null;
  return navigate(await logoutUrl(config(), idToken).catch(() => "/"));
}

/**
 * An access token for the API, renewed when it is about to expire.
 *
 * @throws SessionEndedError: no user is signed in.
 */
export async function accessToken(): Promise<string> {
  if (session && session.expiresAt - Date.now() < RENEW_BEFORE_MS) await renew();
  if (!session || sessionEnded) throw new SessionEndedError("sign in first");
  return session.tokens.access_token;
}

/** The current token without renewal, for a page that is being unloaded. */
export function accessTokenNow(): string | null {
  return sessionEnded ? null : (session?.tokens.access_token ?? null);
}

/** Renew the tokens; resolves to whether that worked. Concurrent calls share one request. */
export function renew(): Promise<boolean> {
  renewing ??= tryToRenew().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function tryToRenew(): Promise<boolean> {
  const refreshToken = session?.tokens.refresh_token;
  if (!session || !refreshToken) return endSession();
  try {
    const tokens = await refreshTokens(config(), refreshToken);
    session = createSession({ refresh_token: refreshToken, ...tokens }, session.person);
    return true;
  } catch (error) {
    // A rejection by the issuer ends the session; a network error does not.
    if (error instanceof oauth.ResponseBodyError) return endSession();
    throw error;
  }
}

function endSession(): false {
  sessionEnded = session !== null;
  for (const listener of listeners) listener();
  return false;
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
    const tokens = await exchangeCode(config(), pending, new URL(location.href));
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    const userId = claims?.sub ?? "";
    session = createSession(tokens, { userId, name: asText(claims?.name) || userId, ...NO_ROLES });
    sessionStorage.setItem(WAS_SIGNED_IN, "yes");
  } catch (error) {
    sessionStorage.removeItem(WAS_SIGNED_IN);
    // `login_required` is the normal response to a silent sign-in without a session at the issuer, not a failure.
    const isLoginRequired = error instanceof oauth.AuthorizationResponseError && error.error === "login_required";
    signInFailed = !isLoginRequired;
  }
  history.replaceState(null, "", pending.returnTo);
}

async function redirectToIssuer(returnTo: string, extra: Record<string, string>): Promise<never> {
  const { url, pending } = await startSignIn(config(), returnTo, extra);
  sessionStorage.setItem(PENDING_SIGN_IN, JSON.stringify(pending));
  return navigate(url);
}

/** Navigate away; the promise never resolves, so that nothing runs until the page is gone. */
async function navigate(url: string): Promise<never> {
  location.assign(url);
  return new Promise<never>(() => undefined);
}

function currentUrl(): string {
  return location.pathname + location.search;
}

function createSession(tokens: oauth.TokenEndpointResponse, signedIn: Person): Session {
  sessionEnded = false;
  const claims = decodePayload(tokens.access_token);
  const groups = claims["cognito:groups"];
  const grants = [...asText(claims.scope).split(" "), ...(Array.isArray(groups) ? (groups as unknown[]) : [])];
  return {
    person: { ...signedIn, isAdmin: grants.includes("admin"), isInstructor: grants.includes("instructor") },
    tokens,
    expiresAt: tokens.expires_in === undefined ? Infinity : Date.now() + tokens.expires_in * 1000,
  };
}

/** The claims of a JWT access token, or none. Not verified here: the API does that, the pages only decide what to offer. */
function decodePayload(token: string): Record<string, unknown> {
  try {
    const part = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
