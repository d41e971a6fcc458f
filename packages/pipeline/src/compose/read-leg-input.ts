import { legText } from "@debootc/core/compose/leg-name";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { checkLock } from "@debootc/core/lock/check-lock";
import type { LockSection } from "@debootc/core/lock/lock";
import type { Reporter } from "@debootc/core/event/event";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import { join } from "node:path";
import { previousCompose } from "../composed/previous-compose.ts";
import { fittingLock } from "../gather/fitting-lock.ts";
import { extraPackagesFor, readExtraPackages } from "../gather/extra/extra-packages.ts";
import { readLocalPackages } from "../gather/local-packages.ts";
import { readLock } from "../gather/read-lock.ts";
import { digestAddedFiles } from "./run/added-files.ts";
import type { LegInput } from "./run/compose-setting.ts";
import { warnOfLostModes } from "./run/lost-modes.ts";
import { previousAccounts } from "./run/previous-accounts.ts";
import { followedImage } from "./run/previous-image.ts";

/** Is a leg as the compose file or the command line asks for it. */
export interface AskedLeg
  extends Pick<
    LegInput,
    | "variant"
    | "architecture"
    | "title"
    | "required"
    | "metadata"
    | "treefile"
    | "lockSubject"
    | "leftOut"
    | "asks"
  > {}

/** Returns the packages that a stopped compose had chosen for a leg; undefined if it came less far, or if its treefile has changed. */
async function lockOfCompose(
  compose: string,
  leg: AskedLeg,
  { local, extra }: Pick<LegInput, "local" | "extra">,
): Promise<LockSection | undefined> {
  try {
    const lock = await readLock(join(compose, "compose", legText(leg), "lock.json"));
    // The ids that it may have come to already are no input: nobody has fixed them.
    return lock && { ...checkLock(lock, leg.treefile, local, undefined, extra), ids: undefined };
  } catch (error) {
    if (error instanceof DebootcError && (error.code === "lock-stale" || error.code === "record-invalid"))
      return undefined;
    throw error;
  }
}

/** Reads what a leg is made of besides its treefile: lock, own packages, and what it follows. Throws what is wrong with it. */
export async function readLegInput(
  leg: AskedLeg,
  request: Pick<ComposeRequest, "lock" | "outputDir" | "previousImage" | "extraPackage"> & {
    /** ID of the compose that is gone on with. */
    readonly resumed?: string | undefined;
  },
  report: Reporter,
): Promise<LegInput> {
  const { treefile, variant, lockSubject: subject } = leg;
  const { outputDir } = request;
  const named = request.previousImage ?? leg.asks.previousImage;
  const local = await readLocalPackages(treefile);
  const extra = extraPackagesFor(treefile, await readExtraPackages(request.extraPackage));
  const stopped = request.resumed === undefined ? undefined : join(outputDir, request.resumed);
  const lock =
    (await fittingLock({ subject, lock: request.lock, extra }, treefile, local)) ??
    (stopped === undefined ? undefined : await lockOfCompose(stopped, leg, { local, extra }));
  await digestAddedFiles(treefile.addFiles);
  for (const diagnostic of await warnOfLostModes(treefile.addFiles))
    report({ type: "diagnostic", diagnostic });
  const kind = { ...treefile, variant, outputDir };
  const previous = await previousCompose(outputDir, kind);
  const previousImage = await followedImage({ named, previous: previous?.id }, kind, report);
  const accounts = await previousAccounts({ named, previous: previous?.id, image: previousImage }, kind);
  return { ...leg, lock, local, extra, previous, previousImage, previousAccounts: accounts };
}
