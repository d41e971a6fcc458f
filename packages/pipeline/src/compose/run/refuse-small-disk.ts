import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import type { LockedPackage, LockSection } from "@debootc/core/lock/lock";
import { roomEstimate } from "@debootc/core/plan/room-estimate";
import { roomShortages } from "@debootc/core/plan/room-shortage";
import { freeBytes } from "@debootc/tools/files/disk-use";
import { nearestThere } from "@debootc/tools/files/nearest-there";
import { sizeIfPresent } from "@debootc/tools/files/paths";
import { stat } from "node:fs/promises";
import { storedDeb } from "../../gather/deb-store.ts";
import { lockedFiles } from "../../gather/fetch-packages.ts";
import type { LegSetting } from "./compose-setting.ts";

type Setting = Pick<LegSetting, "debsDirectory" | "request" | "treefile">;

const hint =
  "Free space there, for instance with `debootc cache prune --max-size 5GiB`, or give another --cache-dir or --output-dir. In a job of GitHub Actions, debootc/compose/actions/setup makes some: free-disk: 20.";

/**
 * Warns before anything is fetched if a leg may not fit on the disk. Throws `results-unwritable` if not even its packages do:
 * how much of the rest is in the cache is not known yet.
 */
export async function refuseSmallDisk(
  { debsDirectory, request, treefile }: Setting,
  section: LockSection,
  report: Reporter,
): Promise<void> {
  const files = lockedFiles(section);
  const missing = await missingFiles(files, debsDirectory);
  const estimate = roomEstimate({
    debBytes: bytesOf(files),
    missingBytes: bytesOf(missing),
    diskImages: treefile.disk?.images?.formats.length ?? 0,
  });
  const shortages = roomShortages(
    await Promise.all([
      placeAt("cache", request.cacheDir, estimate.cache),
      placeAt("output", request.outputDir, estimate.output),
    ]),
  );
  for (const { isCertain, message } of shortages) {
    if (isCertain) throw new DebootcError("results-unwritable", message, { hint });
    report({ type: "diagnostic", diagnostic: { severity: "warning", code: "disk-small", message, hint } });
  }
}

/** A wrong file of the right length is found when it is fetched. */
async function missingFiles(
  files: readonly LockedPackage[],
  debsDirectory: string,
): Promise<readonly LockedPackage[]> {
  const sizes = await Promise.all(files.map(({ sha256 }) => sizeIfPresent(storedDeb(debsDirectory, sha256))));
  return files.filter(({ size }, index) => sizes[index] !== size);
}

function bytesOf(files: readonly LockedPackage[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

async function placeAt<Demand>(title: string, path: string, demand: Demand) {
  // A directory that nothing was written to yet, as --no-cache leaves it.
  const there = await nearestThere(path);
  const [{ dev: device }, free] = await Promise.all([stat(there), freeBytes(there)]);
  return { title, path, demand, device, freeBytes: free };
}
