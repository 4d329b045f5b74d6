// The OpenID issuer's side of signing in: authorization code with PKCE, for a public client.
// https://datatracker.ietf.org/doc/html/rfc9700#section-2.1.1
import * as oauth from "oauth4webapi";

import type { Config } from "../config";

/** Where the issuer sends the browser back to; the issuer has it on its list. */
export const REDIRECT_PATH = "/signed-in";

/** A sign-in that is under way. */
export interface Attempt {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** The address of these pages to go back to. */
  readonly returnTo: string;
}

let discovered: Promise<oauth.AuthorizationServer> | undefined;

/** Where to send the browser, and what to keep until it comes back. */
export async function begin(
  config: Config,
  returnTo: string,
  extra: Record<string, string>,
): Promise<{ address: string; attempt: Attempt }> {
  const server = await discover(config);
  const attempt: Attempt = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    returnTo,
  };
  const address = new URL(endpoint(server.authorization_endpoint));
  address.search = new URLSearchParams({
    ...Object.fromEntries(address.searchParams),
    response_type: "code",
    client_id: config.client_id,
    redirect_uri: redirectUri(),
    scope: config.scope,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: "S256",
    ...extra,
  }).toString();
  return { address: address.href, attempt };
}

/**
 * Tokens for the code that the browser came back with.
 *
 * @throws oauth.AuthorizationResponseError: the issuer sent an error back.
 */
export async function exchange(config: Config, attempt: Attempt, cameBack: URL): Promise<oauth.TokenEndpointResponse> {
  const server = await discover(config);
  const client = { client_id: config.client_id };
  const parameters = oauth.validateAuthResponse(server, client, cameBack, attempt.state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    redirectUri(),
    attempt.verifier,
    options(config),
  );
  return oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: attempt.nonce,
    requireIdToken: true,
  });
}

/**
 * New tokens for a refresh token.
 *
 * @throws oauth.ResponseBodyError: it is no longer good.
 */
export async function refresh(config: Config, refreshToken: string): Promise<oauth.TokenEndpointResponse> {
  const server = await discover(config);
  const client = { client_id: config.client_id };
  const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, options(config));
  return oauth.processRefreshTokenResponse(server, client, answer);
}

/** Where to send the browser to be signed out at the issuer, too. */
export async function endAddress(config: Config, idToken: string | undefined): Promise<string> {
  const server = await discover(config);
  if (!server.end_session_endpoint) return "/";
  const home = `${location.origin}/`;
  const address = new URL(server.end_session_endpoint);
  // The standard's names, and Cognito's own, which knows no others.
  address.search = new URLSearchParams({
    client_id: config.client_id,
    post_logout_redirect_uri: home,
    logout_uri: home,
    ...(idToken ? { id_token_hint: idToken } : {}),
  }).toString();
  return address.href;
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
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options(config)));
}

/** A laptop's issuer has no certificate; any other must, and the library sees to it. */
function options(config: Config) {
  const { hostname } = new URL(config.issuer);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; that is what it is for
  return { [oauth.allowInsecureRequests]: hostname === "127.0.0.1" || hostname === "localhost" };
}

function redirectUri(): string {
  return location.origin + REDIRECT_PATH;
}

function endpoint(address: string | undefined): string {
  if (!address) throw new Error("the issuer's discovery document lacks an endpoint");
  return address;
}
