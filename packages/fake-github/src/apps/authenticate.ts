import type { World } from "../state/world.ts";
import type { Identity, Refusal } from "./identity.ts";
import { appOfJwt } from "./app-of-jwt.ts";

/** Returns who calls, by the Authorization header, at GitHub's time. */
export function authenticate(world: World, header: string | undefined, now: number): Identity | Refusal {
  if (header === undefined || header === "") return { kind: "anonymous" };
  const [, credentials] = /^(?:bearer|token) +(\S+)$/i.exec(header) ?? [];
  if (credentials === undefined) return badCredentials;
  if (credentials.split(".").length === 3) {
    const found = appOfJwt(world, credentials, now);
    return "app" in found ? { kind: "app", app: found.app } : found;
  }
  const token = world.tokens.get(credentials);
  if (token === undefined || token.expiresAt <= now) return badCredentials;
  if (token.installation.suspendedAt !== undefined)
    return { status: 403, message: "This installation has been suspended" };
  return { kind: "installation", token };
}

const badCredentials: Refusal = { status: 401, message: "Bad credentials" };
