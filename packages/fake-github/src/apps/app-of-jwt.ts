import { createVerify } from "node:crypto";
import type { App } from "../state/app.ts";
import type { World } from "../state/world.ts";
import type { Refusal } from "./identity.ts";

const longestLife = 600;

/** Returns the App that a JSON Web Token is from, or why GitHub does not accept it at a time. */
export function appOfJwt(world: World, token: string, now: number): { readonly app: App } | Refusal {
  const [head = "", claims = "", signature = ""] = token.split(".");
  const header = decoded(head);
  const payload = decoded(claims);
  if (header?.["alg"] !== "RS256" || payload === undefined) return undecodable;
  const app = appNamed(world, payload["iss"]);
  if (app === undefined) return { status: 404, message: "Integration not found" };
  const isSigned = app.publicKeys.some((key) =>
    createVerify("RSA-SHA256").update(`${head}.${claims}`).verify(key, signature, "base64url"),
  );
  if (!isSigned) return undecodable;
  const seconds = Math.floor(now / 1000);
  const { iat, exp } = payload;
  if (!Number.isInteger(exp) || Number(exp) <= seconds)
    return refused(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (Number(exp) > seconds + longestLife)
    return refused("'Expiration time' claim ('exp') is too far in the future");
  if (!Number.isInteger(iat) || Number(iat) > seconds)
    return refused(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  return { app };
}

function appNamed(world: World, issuer: unknown): App | undefined {
  for (const app of world.apps.values())
    if (app.clientId === issuer || String(app.id) === String(issuer)) return app;
  return undefined;
}

function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function refused(message: string): Refusal {
  return { status: 401, message };
}

const undecodable = refused("A JSON web token could not be decoded");
