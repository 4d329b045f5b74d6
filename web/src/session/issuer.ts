// The OpenID issuer's side of signing in: authorization code with PKCE, for a public client.
// https://datatracker.ietf.org/doc/html/rfc9700#section-2.1.1
import * as oauth from "oauth4webapi";

import type { Config } from "../config";

/** Where the issuer sends the browser back to; the issuer has it on its list. */
export const REDIRECT_PATH = "/signed-in";

/** A sign-in that is under way. */
export interface PendingSignIn {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** The address of these pages to go back to. */
  readonly returnTo: string;
}

let discovered: Promise<oauth.AuthorizationServer> | undefined;

/** Where to send the browser, and what to keep until it comes back. */
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
 * Tokens for the code that the browser came back with.
 *
 * @throws oauth.AuthorizationResponseError: the issuer sent an error back.
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
 * New tokens for a refresh token.
 *
 * @throws oauth.ResponseBodyError: it is no longer good.
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

/** Where to send the browser to be signed out at the issuer, too. */
export async function logoutUrl(config: Config, idToken: string | undefined): Promise<string> {
  const server = await discover(config);
  if (!server.end_session_endpoint) return "/";
  const homeUrl = `${location.origin}/`;
  const url = new URL(server.end_session_endpoint);
  // The standard's names, and Cognito's own, which knows no others.
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
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, requestOptions(config)));
}

/** A laptop's issuer has no certificate; any other must, and the library sees to it. */
function requestOptions(config: Config) {
  const { hostname } = new URL(config.issuer);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; that is what it is for
  return { [oauth.allowInsecureRequests]: hostname === "127.0.0.1" || hostname === "localhost" };
}

function redirectUri(): string {
  return location.origin + REDIRECT_PATH;
}

function endpoint(url: string | undefined): string {
  if (!url) throw new Error("the issuer's discovery document lacks an endpoint");
  return url;
}
