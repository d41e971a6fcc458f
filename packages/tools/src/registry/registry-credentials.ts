import { join } from "node:path";
import {
  type AuthFile,
  credentialIn,
  parseAuthFile,
  type RegistryCredential,
} from "@debootc/core/registry/auth-file";
import type { RegistryReference } from "@debootc/core/registry/reference";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { reasonOf } from "../errno.ts";
import { readIfPresent } from "../files/paths.ts";
import { helperCredential } from "./helper-credential.ts";

export interface KnownCredential {
  readonly credential: RegistryCredential;
  /** The file that has it, or names the helper that has it. */
  readonly origin: string;
}

type Environment = Readonly<Record<string, string>>;

/**
 * Finds the credential for a repository in the files of podman, skopeo and docker, in their order (containers-auth.json(5)).
 * Throws `settings-invalid` for a file that cannot be read.
 */
export async function findCredential(
  reference: RegistryReference,
  environment: Environment,
): Promise<KnownCredential | undefined> {
  for (const origin of authFilesOf(environment)) {
    const file = await readAuthFile(origin, environment["REGISTRY_AUTH_FILE"] === origin);
    const found = file === undefined ? undefined : credentialIn(file, reference, origin);
    if (found === undefined) continue;
    if ("credential" in found) return { credential: found.credential, origin };
    const credential = await helperCredential(found, environment);
    if (credential !== undefined) return { credential, origin };
  }
  return undefined;
}

/** Lists the files in which a login may be, the first that counts first. */
export function authFilesOf(environment: Environment): string[] {
  const given = environment["REGISTRY_AUTH_FILE"];
  if (given) return [given];
  const { XDG_RUNTIME_DIR: runtime, HOME: home } = environment;
  const config = environment["XDG_CONFIG_HOME"] || (home ? join(home, ".config") : undefined);
  const docker = environment["DOCKER_CONFIG"] || (home ? join(home, ".docker") : undefined);
  return [
    ...(runtime ? [join(runtime, "containers/auth.json")] : []),
    ...(config ? [join(config, "containers/auth.json")] : []),
    ...(docker ? [join(docker, "config.json")] : []),
  ];
}

async function readAuthFile(path: string, mustExist: boolean): Promise<AuthFile | undefined> {
  const content = await readIfPresent(path).catch((error: unknown) => {
    throw new DebootcError("settings-invalid", `cannot read the auth file ${path}: ${reasonOf(error)}`, {
      hint: "Let the user who runs debootc read it, or name another one in REGISTRY_AUTH_FILE.",
      cause: error,
    });
  });
  if (content !== undefined) return parseAuthFile(content.toString(), path);
  if (!mustExist) return undefined;
  throw new DebootcError("settings-invalid", `REGISTRY_AUTH_FILE names ${path}, which does not exist`, {
    hint: "Name an existing file, or unset the variable.",
  });
}
