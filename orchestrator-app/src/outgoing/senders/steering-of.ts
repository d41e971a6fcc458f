import { DebootcError } from "@debootc/core/error/debootc-error";
import { hubFilePath } from "@debootc/core/hub-file/hub-file";
import { loadHubFile } from "@debootc/core/hub-file/load-hub-file";
import { maySteer } from "@debootc/core/hub-file/may-steer";
import type { Permission } from "@debootc/core/hub-file/schema/permission";
import type { CallGitHub } from "../../github/call.ts";
import type { RepositoryAt } from "../../github/repository-at.ts";
import { permissionOf, readFileAt } from "../../github/repository-calls.ts";

interface Actor {
  readonly login: string;
  /** A permission that the account has in any case. */
  readonly atLeast?: Permission;
}

/**
 * Returns whether an account may steer runs of a repository, and why not. Who may is what the default branch says: nobody changes
 * that by a pull request. GitHub is asked for the permission only if that matters.
 */
export async function steeringOf(
  call: CallGitHub,
  repository: RepositoryAt,
  { login, atLeast }: Actor,
): Promise<ReturnType<typeof maySteer>> {
  const steer = await steerOf(call, repository);
  const known = maySteer(steer, { login, permission: atLeast ?? "none" });
  if (known.may) return known;
  return maySteer(steer, { login, permission: await permissionOf(call, repository, login) });
}

async function steerOf(call: CallGitHub, repository: RepositoryAt) {
  const bytes = await readFileAt(call, repository, hubFilePath, repository.defaultBranch);
  try {
    return loadHubFile(bytes ?? new Uint8Array()).steer;
  } catch (error) {
    // A check run shows the errors of the file; nobody else may steer because of them.
    if (error instanceof DebootcError && error.code === "hub-file-invalid")
      return loadHubFile(new Uint8Array()).steer;
    throw error;
  }
}
