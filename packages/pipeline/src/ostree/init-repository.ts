import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OstreeInitRequest } from "@debootc/core/request/ostree/ostree-init-request";
import { initRepository } from "@debootc/tools/ostree/ostree-repository";
import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeDirectories } from "@debootc/tools/files/make-directories";
import { hasErrno } from "@debootc/tools/errno";
import { readdir } from "node:fs/promises";

export interface InitResult {
  readonly repo: string;
}

/** `debootc ostree init`: an archive repository, which is served over HTTP as it stands. Throws `usage` where something is. */
export async function initRepositoryAt({ repo }: OstreeInitRequest): Promise<InitResult> {
  const found = await readdir(repo).catch((error: unknown) => {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw new DebootcError("usage", `${repo} cannot become a repository: ${(error as Error).message}`, {
      cause: error,
    });
  });
  if (found !== undefined && found.length > 0) {
    throw new DebootcError("usage", `${repo} is there already, and is not empty`, {
      hint: found.includes("objects")
        ? "It may be a repository: debootc ostree fsck REPO tells."
        : "Choose another directory.",
    });
  }
  await makeDirectories(dirname(repo));
  const made = join(dirname(repo), `.debootc-init-${process.pid}`);
  try {
    await initRepository(made, "archive");
    await rename(made, repo);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  return { repo };
}
