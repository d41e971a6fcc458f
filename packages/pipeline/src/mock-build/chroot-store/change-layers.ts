import { DebootcError } from "@debootc/core/error/debootc-error";
import { layersUpTo, type NamedChroot, withSnapshot } from "@debootc/core/mock-build/records/named-chroot";
import type {
  ChrootRollbackRequest,
  ChrootScrubRequest,
  ChrootSnapshotRequest,
} from "@debootc/core/request/chroot/chroot-requests";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { PipelineDependencies } from "../../pipeline-dependencies.ts";
import { privilegeOf, removeAnyTree } from "../../worker/privilege-of.ts";
import type { Privilege } from "../../worker/run-privileged.ts";
import type { ConfigurationDirectories } from "../../chroot-configuration/load-chroot-configuration.ts";
import { withChrootHooks } from "./chroot-hooks.ts";
import { holdChroot, makeLayer, strayDirectories, writeChroot } from "./chroot-store.ts";

/** Keeps a chroot as it is, under a name. It costs nothing: what is on top becomes a layer, and a new top begins. */
export async function snapshotChroot(
  request: ChrootSnapshotRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<NamedChroot> {
  return withChrootHooks(request, dependencies, directories, async (call) => {
    const changed = await addSnapshot(request, dependencies);
    await call("snapshotMade", { name: changed.name, snapshot: request.snapshot });
    return changed;
  });
}

async function addSnapshot(
  { cacheDir, name, snapshot }: ChrootSnapshotRequest,
  { clock }: PipelineDependencies,
): Promise<NamedChroot> {
  await using held = await holdChroot(cacheDir, name);
  const { chroot, directory } = held;
  if (chroot.layers.some((layer) => layer.snapshot === snapshot)) {
    throw new DebootcError("usage", `the chroot ${name} has a snapshot ${snapshot} already`, {
      hint: "Choose another name.",
    });
  }
  const changed = withSnapshot(chroot, snapshot, await makeLayer(directory), clock());
  await writeChroot(directory, changed);
  return changed;
}

/** Brings a chroot back to a snapshot, or to what it began with; what came later is gone. */
export async function rollbackChroot(
  request: ChrootRollbackRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<NamedChroot> {
  return withChrootHooks(request, dependencies, directories, async (call) => {
    const changed = await goBack(request, dependencies);
    await call("snapshotRestored", { name: changed.name, snapshot: request.snapshot });
    return changed;
  });
}

async function goBack(
  { cacheDir, name, snapshot }: ChrootRollbackRequest,
  { environment }: PipelineDependencies,
): Promise<NamedChroot> {
  await using held = await holdChroot(cacheDir, name);
  const { chroot, directory } = held;
  const layers = layersUpTo(chroot, snapshot);
  if (layers === undefined) {
    const names = chroot.layers.map((layer) => layer.snapshot).join(", ");
    throw new DebootcError(
      "usage",
      `the chroot ${name} has no snapshot ${snapshot}; it has: ${names || "none"}`,
      {
        hint: "Without a snapshot, a rollback goes to what the chroot began with.",
      },
    );
  }
  const changed = { ...chroot, layers, top: await makeLayer(directory) };
  await writeChroot(directory, changed);
  await removeStrays(directory, changed, privilegeOf(environment.user));
  return changed;
}

/** Removes a chroot and all that belongs to it. */
export async function scrubChroot(
  request: ChrootScrubRequest,
  dependencies: PipelineDependencies,
  directories: ConfigurationDirectories,
): Promise<NamedChroot> {
  return withChrootHooks(request, dependencies, directories, async (call) => {
    const removed = await remove(request, dependencies);
    await call("scrubbed", { name: removed.name });
    return removed;
  });
}

async function remove(
  { cacheDir, name }: ChrootScrubRequest,
  { environment }: PipelineDependencies,
): Promise<NamedChroot> {
  await using held = await holdChroot(cacheDir, name);
  // Without its record it is no chroot any more, and what a crash leaves of it is rubbish.
  await rm(join(held.directory, "chroot.json"));
  await removeAnyTree(held.directory, privilegeOf(environment.user));
  return held.chroot;
}

/** Removes what does not belong to a chroot that is held; all of it when there is none. */
export async function removeStrays(
  directory: string,
  chroot: NamedChroot | undefined,
  privilege: Privilege,
): Promise<void> {
  for (const path of await strayDirectories(directory, chroot)) await removeAnyTree(path, privilege);
}
