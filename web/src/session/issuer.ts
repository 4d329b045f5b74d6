// Requests to the OpenID Connect issuer: the authorization code flow with PKCE, for a public client.
// https://datatracker.ietf.org/doc/html/rfc9700#section-2.1.1
import * as oauth from "oauth4webapi";

import type { Config } from "../config";

/** The path of the redirect URI, which is registered with the issuer. */
export const REDIRECT_PATH = "/signed-in";

/** A sign-in whose redirect is pending. */
export interface PendingSignIn {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** The page to return to. */
  readonly returnTo: string;
}

let discovered: Promise<oauth.AuthorizationServer> | undefined;

/** The authorization URL, and the state to store until the browser returns. */
export async function startSignIn(
  config: Config,
  returnTo: string,
  extra: Record<string, string>,
): Promise<{ url: string; pending: PendingSignIn }> {
  const server = await discover(config);
  const pending: PendingSignIn = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    returnTo,
  };
  const url = new URL(endpoint(server.authorization_endpoint));
  url.search = new URLSearchParams({
    ...Object.fromEntries(url.searchParams),
    response_type: "code",
    client_id: config.client_id,
    redirect_uri: redirectUri(),
    scope: config.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: "S256",
    ...extra,
  }).toString();
  return { url: url.href, pending };
}

/**
 * Exchange the authorization code for tokens.
 *
 * @throws oauth.AuthorizationResponseError: the issuer responded with an error.
 */
export async function exchangeCode(
  config: Config,
  pending: PendingSignIn,
  callbackUrl: URL,
): Promise<oauth.TokenEndpointResponse> {
  const server = await discover(config);
  const client = { client_id: config.client_id };
  const parameters = oauth.validateAuthResponse(server, client, callbackUrl, pending.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    redirectUri(),
    pending.verifier,
    requestOptions(config),
  );
  return oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: pending.nonce,
    requireIdToken: true,
  });
}

/**
 * Exchange a refresh token for new tokens.
 *
 * @throws oauth.ResponseBodyError: the refresh token is no longer valid.
 */
export async function refreshTokens(config: Config, refreshToken: string): Promise<oauth.TokenEndpointResponse> {
  const server = await discover(config);
  const client = { client_id: config.client_id };
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    oauth.None(),
    refreshToken,
    requestOptions(config),
  );
  return oauth.processRefreshTokenResponse(server, client, response);
}

/**
 * The URL that ends the session at the issuer, too.
 *
 * @throws TypeError: no network, which the issuer's page needs.
 */
export async function logoutUrl(config: Config, idToken: string | undefined): Promise<string> {
  const server = await readDiscovery(config);
  if (!server.end_session_endpoint) return "/";
  const homeUrl = `${location.origin}/`;
  const url = new URL(server.end_session_endpoint);
  // The standard's parameters, and Cognito's own `logout_uri`.
  url.search = new URLSearchParams({
    client_id: config.client_id,
    post_logout_redirect_uri: homeUrl,
    logout_uri: homeUrl,
    ...(idToken ? { id_token_hint: idToken } : {}),
  }).toString();
  return url.href;
}

function discover(config: Config): Promise<oauth.AuthorizationServer> {
  discovered ??= readDiscovery(config).catch((error: unknown) => {
    discovered = undefined;
    throw error;
  });
  return discovered;
}

async function readDiscovery(config: Config): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(config.issuer);
  // From the issuer itself, which the browser is about to be sent to, and not from the browser's cache.
  const fromNetwork = (url: string, { headers }: { headers: Record<string, string> }) =>
    fetch(url, { headers, redirect: "manual", cache: "no-store" });
  const options = { ...requestOptions(config), [oauth.customFetch]: fromNetwork };
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
}

/** Plain HTTP is allowed for the local issuer only; the library requires HTTPS for any other. */
function requestOptions(config: Config) {
  const { hostname } = new URL(config.issuer);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked as deprecated only to stand out in reviews
  return { [oauth.allowInsecureRequests]: hostname === "127.0.0.1" || hostname === "localhost" };
}

function redirectUri(): string {
  return location.origin + REDIRECT_PATH;
}

function endpoint(url: string | undefined): string {
  if (!url) throw new Error("the issuer's discovery document lacks an endpoint");
  return url;
}
