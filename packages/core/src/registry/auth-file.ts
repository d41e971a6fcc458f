import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";
import type { RegistryReference } from "./reference.ts";

/** Proves to a registry who asks. Never part of a message, an event or a record. */
export type RegistryCredential =
  | { readonly login: string; readonly password: string }
  /** Is exchanged for access tokens; a password that belongs to no name. */
  | { readonly identityToken: string };

const entrySchema = z.looseObject({ auth: z.string().optional(), identitytoken: z.string().optional() });

/** Describes what podman, skopeo and docker keep logins in (containers-auth.json(5)). */
const authFileSchema = z.looseObject({
  auths: z.record(z.string(), entrySchema).optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
  credsStore: z.string().optional(),
});
export type AuthFile = z.infer<typeof authFileSchema>;

/** Says where a credential is: in the file, or with a helper, a program that is asked for that of a host. */
export type FoundCredential =
  | { readonly credential: RegistryCredential }
  | { readonly helper: string; readonly host: string };

/** Reads an auth file. Throws `settings-invalid`, without anything that the file says. */
export function parseAuthFile(text: string, origin: string): AuthFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and with it maybe a secret.
    throw invalid(`${origin} is not JSON`);
  }
  const result = authFileSchema.safeParse(value);
  if (result.success) return result.data;
  const places = result.error.issues.slice(0, 3).map(({ path }) => path.map(String).join("."));
  throw invalid(`${origin} is not an auth file: ${places.join(", ") || "it"} has another type`);
}

/** Finds the credential for a repository: the entry with the longest matching path wins. Throws `settings-invalid`. */
export function credentialIn(
  { auths = {}, credHelpers = {}, credsStore }: AuthFile,
  { registry, name }: RegistryReference,
  origin: string,
): FoundCredential | undefined {
  const hosts =
    registry === "docker.io" ? ["docker.io", "index.docker.io", "registry-1.docker.io"] : [registry];
  for (const host of hosts) {
    const helper = credHelpers[host];
    if (helper !== undefined) return { helper, host };
  }
  const keys = new Map(Object.keys(auths).map((key) => [normal(key), key]));
  for (const host of hosts) {
    for (
      let path = `${host}/${name}`;
      path !== "";
      path = path.slice(0, Math.max(0, path.lastIndexOf("/")))
    ) {
      const entry = auths[keys.get(path) ?? ""];
      const credential = entry === undefined ? undefined : credentialOf(entry, `${origin}: auths.${path}`);
      if (credential !== undefined) return { credential };
    }
  }
  const host = registry === "docker.io" ? "https://index.docker.io/v1/" : registry;
  return credsStore === undefined || credsStore === "" ? undefined : { helper: credsStore, host };
}

/** Returns the key of an entry without scheme and version, which docker writes. */
function normal(key: string): string {
  return key
    .replace(/^https?:\/\//, "")
    .replace(/\/v[12]\/?$/, "")
    .replace(/\/+$/, "");
}

function credentialOf(entry: z.infer<typeof entrySchema>, place: string): RegistryCredential | undefined {
  if (entry.identitytoken) return { identityToken: entry.identitytoken };
  if (!entry.auth) return undefined;
  const text = Buffer.from(entry.auth, "base64").toString();
  const colon = text.indexOf(":");
  if (colon < 1) throw invalid(`${place}.auth is not the base64 form of NAME:PASSWORD`);
  return { login: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, "") };
}

function invalid(message: string): DebootcError {
  return new DebootcError("settings-invalid", message, {
    hint: "Log in again with: skopeo login REGISTRY (or podman, docker), which writes the file.",
  });
}
