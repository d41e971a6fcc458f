import { requireDirectory } from "@debootc/tools/files/require-directory";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ChrootCopyInRequest, ChrootCopyOutRequest } from "@debootc/core/request/chroot/chroot-requests";
import { escapedName, printableName } from "@debootc/core/tar/escaped-name";
import { reasonOf } from "@debootc/tools/errno";
import { bytesPath } from "@debootc/tools/files/bytes-path";
import { access, chmod, constants, lstat, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { cacheLayout } from "../../cache/cache-layout.ts";
import { identifyProcess } from "../../cache/process-identity.ts";
import { makeStagingDirectory } from "../../cache/staging-area.ts";
import { giveTo } from "../../worker/give-to.ts";
import { privilegeOf, removeAnyTree } from "../../worker/privilege-of.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { withChrootHooks } from "../chroot-store/chroot-hooks.ts";
import { chrootsDirectory, readChroot } from "../chroot-store/chroot-store.ts";
import { copyOver } from "./copy-over.ts";
import { copyThatStays, isInMemory } from "./copy-that-stays.ts";
import { useChroot } from "./use-chroot.ts";

/** Inside, for the time of the copy. */
const crossing = "/run/debootc-copy";

/**
 * Copies a file or directory of this machine into a chroot, as root of it. The chroot's own cp does it inside, so no link
 * there leads out. Throws `usage`, also for a place in memory, where the copy would be gone at once, and `in-use`.
 */
export async function copyIn(
  request: ChrootCopyInRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<void> {
  await withChrootHooks(request, dependencies, directories, async (call) => {
    await bringIn(request, dependencies);
    await call("copiedIn", { name: request.name, from: request.source, to: request.target });
  });
}

async function bringIn(request: ChrootCopyInRequest, dependencies: PipelineDependencies): Promise<void> {
  const { source } = request;
  try {
    await access(source, constants.R_OK);
  } catch (error) {
    throw new DebootcError("usage", `${source} cannot be read: ${reasonOf(error)}`, {
      hint: "Give a file or a directory of this machine.",
    });
  }
  const inside = join(crossing, basename(source));
  const chroot = await readChroot(join(chrootsDirectory(request.cacheDir), request.name));
  const status = await useChroot(
    {
      ...request,
      user: "root",
      command: copyThatStays(inside, request.target, chroot?.configuration.mounts ?? []),
      mounts: [{ type: "bind", source, target: inside }],
    },
    dependencies,
  );
  if (status === isInMemory) throw lost(request);
  refuseFailed(status);
}

function lost({ name, target }: ChrootCopyInRequest): DebootcError {
  return new DebootcError(
    "usage",
    `${target} of the chroot ${name} is in memory: what is copied there is gone as soon as the copy ends`,
    {
      hint: "Copy it to where it stays, such as /root or /srv. /tmp, /run and /dev/shm are empty whenever a command begins.",
    },
  );
}

/**
 * Copies a file or directory of a chroot into a directory of this machine. What arrives belongs to the user, and has no
 * set-id bits: it may be hostile. Throws `usage`, `in-use`.
 */
export async function copyOut(
  request: ChrootCopyOutRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<void> {
  await withChrootHooks(request, dependencies, directories, async (call) => {
    await bringOut(request, dependencies);
    await call("copiedOut", { name: request.name, from: request.source, to: request.target });
  });
}

async function bringOut(request: ChrootCopyOutRequest, dependencies: PipelineDependencies): Promise<void> {
  const { user } = dependencies.environment;
  // The doctor knows this place: what a crash leaves there is found.
  const { staging } = cacheLayout(join(request.cacheDir, "steps"));
  const closed = await makeStagingDirectory(staging, await identifyProcess(process.pid));
  try {
    await copy(
      { ...request, command: ["cp", "-a", "--", request.source, crossing] },
      [{ type: "bind", source: closed, target: crossing, writable: true }],
      dependencies,
    );
    await disarm(closed, request.source);
    await giveTo(closed, user);
    await requireDirectory(request.target);
    for (const name of await readdir(closed, { encoding: "buffer" })) {
      await copyOver(bytesPath(closed, name), bytesPath(request.target, name));
      await giveTo(bytesPath(request.target, name), user);
    }
  } finally {
    await removeAnyTree(closed, privilegeOf(user));
  }
}

async function copy(
  { cacheDir, name, command }: { cacheDir: string; name: string; command: readonly string[] },
  mounts: Parameters<typeof useChroot>[0]["mounts"] & {},
  dependencies: PipelineDependencies,
): Promise<void> {
  refuseFailed(await useChroot({ cacheDir, name, user: "root", command, mounts }, dependencies));
}

function refuseFailed(status: number): void {
  if (status !== 0) {
    throw new DebootcError("chroot-failed", `cp in the chroot ended with exit status ${status}`, {
      hint: "The lines above are what it said.",
    });
  }
}

/** Takes what could give somebody rights on this machine from all files. Throws `usage` for what is none. */
async function disarm(path: string | Buffer, source: string): Promise<void> {
  const stat = await lstat(path);
  if (stat.isSymbolicLink()) return;
  if (!stat.isFile() && !stat.isDirectory()) {
    throw new DebootcError(
      "usage",
      `${basename(printableName(escapedName(Buffer.from(path))))} of ${source} is a pipe, a socket or a device`,
      {
        hint: "Only files, directories and links are copied out: remove it in the chroot, or name what is beside it.",
      },
    );
  }
  if ((stat.mode & 0o6000) !== 0) await chmod(path, stat.mode & 0o1777);
  if (!stat.isDirectory()) return;
  for (const name of await readdir(path, { encoding: "buffer" })) await disarm(bytesPath(path, name), source);
}
