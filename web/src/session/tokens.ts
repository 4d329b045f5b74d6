// What the pages read in an issuer's tokens. Nothing is verified here: the API does that, the pages only decide what to
// offer.
import type { TokenEndpointResponse } from "oauth4webapi";

import type { Roles } from "./device";
import type { Loan } from "./lending";

/** The tokens of a session. */
export interface Tokens extends Loan {
  /** None if another tab lent the access token. */
  readonly refreshToken?: string;
  readonly idToken?: string;
}

/** The tokens of a token response. */
export function toTokens(response: TokenEndpointResponse): Tokens {
  const { access_token, refresh_token, id_token, expires_in } = response;
  return {
    accessToken: access_token,
    // Without a lifetime, until the API refuses it.
    expiresAt: expires_in === undefined ? Infinity : Date.now() + expires_in * 1000,
    ...(refresh_token ? { refreshToken: refresh_token } : {}),
    ...(id_token ? { idToken: id_token } : {}),
  };
}

/** The roles of an access token, which it has as scopes or as groups. */
export function rolesOf(accessToken: string): Roles {
  const claims = decodePayload(accessToken);
  const groups = claims["cognito:groups"];
  const grants = [...asText(claims.scope).split(" "), ...(Array.isArray(groups) ? (groups as unknown[]) : [])];
  return { isAdmin: grants.includes("admin"), isInstructor: grants.includes("instructor") };
}

/** A claim that is text; empty if it is not. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The claims of a JWT access token, or none. */
function decodePayload(token: string): Record<string, unknown> {
  try {
    const part = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
