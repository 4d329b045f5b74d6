// Who is signed in. Tokens live in this module's memory alone: a page that is loaded anew asks the issuer again, which
// knows the browser by its own cookie and answers at once.
import * as oauth from "oauth4webapi";

import { config } from "../config";
import { type PendingSignIn, startSignIn, logoutUrl, exchangeCode, REDIRECT_PATH, refreshTokens } from "./issuer";

/** Somebody who is signed in, as their tokens tell. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  /** Whether the pages of instructors and admins are offered; the API decides by itself. */
  readonly isAdmin: boolean;
}

/** A call that needs a new sign-in first. */
export class SessionEndedError extends Error {}

interface Session {
  readonly person: Person;
  readonly tokens: oauth.TokenEndpointResponse;
  /** Milliseconds since 1970; infinite when the issuer does not say. */
  readonly expiresAt: number;
}

// What must outlive the way to the issuer and back; it opens nothing.
const PENDING_SIGN_IN = "laurel.sign-in";
const WAS_SIGNED_IN = "laurel.signed-in";
const RENEW_BEFORE_MS = 60_000;

let session: Session | null = null;
let sessionEnded = false;
let signInFailed = false;
let renewing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

/** Who is signed in, or null. */
export function person(): Person | null {
  return session?.person ?? null;
}

/** Whether somebody was signed in and the issuer no longer renews it. */
export function hasEnded(): boolean {
  return sessionEnded;
}

/** Whether somebody came back from the issuer and could not be signed in. */
export function hasSignInFailed(): boolean {
  return signInFailed;
}

/** Be told when somebody signs in or a session ends; gives what takes the listener away. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Find out who is signed in, before anything is shown: finish a sign-in that comes back, or ask the issuer silently.
 *
 * Never resolves when the browser is sent away.
 */
export async function start(): Promise<void> {
  if (location.pathname === REDIRECT_PATH) await finishSignIn();
  else if (sessionStorage.getItem(WAS_SIGNED_IN)) await redirectToIssuer(currentUrl(), { prompt: "none" });
}

/** Send the browser to the issuer, and back to an address of these pages afterwards. */
export async function signIn(returnTo = currentUrl()): Promise<never> {
  return redirectToIssuer(returnTo, {});
}

/** Forget the session here and at the issuer; here alone, when the issuer cannot be reached. */
export async function signOut(): Promise<never> {
  const idToken = session?.tokens.id_token;
  sessionStorage.removeItem(WAS_SIGNED_IN);
  session = null;
  return navigate(await logoutUrl(config(), idToken).catch(() => "/"));
}

/**
 * A token for the API, renewed when it is about to expire.
 *
 * @throws SessionEndedError: nobody is signed in, or no longer.
 */
export async function accessToken(): Promise<string> {
  if (session && session.expiresAt - Date.now() < RENEW_BEFORE_MS) await renew();
  if (!session || sessionEnded) throw new SessionEndedError("sign in first");
  return session.tokens.access_token;
}

/** The token as it is now, for a page that is being left and cannot wait. */
export function accessTokenNow(): string | null {
  return sessionEnded ? null : (session?.tokens.access_token ?? null);
}

/** Get new tokens; whether that worked. Calls at the same time share one attempt. */
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
    // The issuer's refusal ends the session; a network that is away does not.
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
    session = createSession(tokens, { userId, name: asText(claims?.name) || userId, isAdmin: false });
    sessionStorage.setItem(WAS_SIGNED_IN, "yes");
  } catch (error) {
    sessionStorage.removeItem(WAS_SIGNED_IN);
    // That the issuer no longer knows the browser is no failure: somebody has to say who they are, as at first.
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

/** Leave this page; what waits for it waits until the page is gone. */
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
    person: { ...signedIn, isAdmin: grants.includes("admin") },
    tokens,
    expiresAt: tokens.expires_in === undefined ? Infinity : Date.now() + tokens.expires_in * 1000,
  };
}

/** What an access token says, when it is a JWT: the API checks it, the pages only look for what to offer. */
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
