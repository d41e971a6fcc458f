import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import type { ChrootConfiguration } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import { randomUUID } from "node:crypto";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { leaveNothing } from "../../engine/leave-nothing.ts";
import { type Privilege, runPrivileged } from "../../worker/run-privileged.ts";
import type { MockBuildRecords } from "../run/mock-build-records.ts";
import { removeStrays } from "./change-layers.ts";
import {
  chrootsDirectory,
  lockChroot,
  makeChrootDirectory,
  makeLayer,
  readChroot,
  writeChroot,
} from "./chroot-store.ts";
import { cloneRootOperation } from "./clone-root-operation.ts";
import { giveBase } from "./give-base.ts";
import { quietContext } from "./quiet-context.ts";

interface FailedRoot {
  readonly name: string;
  readonly configuration: ChrootConfiguration;
  readonly source: { readonly name: string; readonly version: string };
  readonly base: MockBuildRecords["base"];
  /** Between the base and what the build wrote, the upper one first. */
  readonly layers: readonly string[];
  /** On the file system of the cache; holds `upper`, which the build wrote. It is moved. */
  readonly top: string;
}

interface Surroundings {
  readonly cacheDir: string;
  readonly privilege: Privilege;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  readonly report: Reporter;
}

/** Refuses a name whose chroot is not of a failed build, with `usage`, or is in use, with `in-use`. */
export async function refuseTakenName(cacheDir: string, name: string): Promise<void> {
  const directory = join(chrootsDirectory(cacheDir), name);
  const before = await readChroot(directory);
  refuseMade(name, before);
  if (before !== undefined) await (await lockChroot(directory, name))[Symbol.asyncDispose]();
}

/**
 * Makes a chroot of the root of a failed build, by hard links and one move. It takes the place of one that an earlier
 * failed build left, in one step. Nothing of the package is looked at, and nothing in the root is opened. Throws `usage`,
 * `in-use`.
 */
export async function keepFailedRoot(
  { name, configuration, source, base, layers, top }: FailedRoot,
  { cacheDir, privilege, clock, signal, report }: Surroundings,
): Promise<string> {
  const directory = await makeChrootDirectory(cacheDir, name);
  await using _lock = await lockChroot(directory, name);
  refuseMade(name, await readChroot(directory));
  // Whether it is finished or not, only what the record names then is of worth.
  const removeOthers = async () => removeStrays(directory, await readChroot(directory), privilege);
  await using _cleanup = {
    [Symbol.asyncDispose]: () => leaveNothing({ [Symbol.asyncDispose]: removeOthers }, report),
  };
  const layerDirectory = (id: string) => join(directory, "layers", id);

  const given = await giveBase(directory, base, privilege, signal);
  const ids: string[] = [];
  for (const layer of layers.toReversed()) {
    const id = await makeLayer(directory);
    const clone = { source: layer, target: join(layerDirectory(id), "upper") };
    await runPrivileged(cloneRootOperation, clone, privilege, quietContext(signal));
    ids.push(id);
  }
  const built = randomUUID();
  await mkdir(join(directory, "layers"), { recursive: true });
  await rename(top, layerDirectory(built));
  await writeChroot(directory, {
    name,
    configuration,
    created: clock().toISOString(),
    ...given,
    layers: [],
    top: await makeLayer(directory),
    failedBuild: { source: source.name, version: source.version, layers: [...ids, built] },
  });
  return directory;
}

function refuseMade(name: string, chroot: NamedChroot | undefined): void {
  if (chroot === undefined || chroot.failedBuild !== undefined) return;
  throw new DebootcError(
    "usage",
    `there is a chroot ${name} that no failed build left, and --keep-failed needs its name`,
    { hint: `Remove it, or do without --keep-failed: debootc chroot scrub ${name}` },
  );
}
