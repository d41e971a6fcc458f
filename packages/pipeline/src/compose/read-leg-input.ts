import type { Reporter } from "@debootc/core/event/event";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import { previousCompose } from "../composed/previous-compose.ts";
import { fittingLock } from "../gather/fitting-lock.ts";
import { readLocalPackages } from "../gather/local-packages.ts";
import { digestAddedFiles } from "./run/added-files.ts";
import type { LegInput } from "./run/compose-setting.ts";
import { warnOfLostModes } from "./run/lost-modes.ts";
import { previousAccounts } from "./run/previous-accounts.ts";
import { followedImage } from "./run/previous-image.ts";

/** Is a leg as the compose file or the command line asks for it. */
export interface AskedLeg
  extends Pick<
    LegInput,
    "variant" | "architecture" | "title" | "required" | "metadata" | "treefile" | "lockSubject"
  > {}

/** Reads what a leg is made of besides its treefile: lock, own packages, and what it follows. Throws what is wrong with it. */
export async function readLegInput(
  leg: AskedLeg,
  request: Pick<ComposeRequest, "lock" | "outputDir" | "previousImage">,
  report: Reporter,
): Promise<LegInput> {
  const { treefile, variant, lockSubject: subject } = leg;
  const { outputDir, previousImage: named } = request;
  const local = await readLocalPackages(treefile);
  const lock = await fittingLock({ subject, lock: request.lock }, treefile, local);
  await digestAddedFiles(treefile.addFiles);
  for (const diagnostic of await warnOfLostModes(treefile.addFiles))
    report({ type: "diagnostic", diagnostic });
  const kind = { ...treefile, variant, outputDir };
  const previous = await previousCompose(outputDir, kind);
  const previousImage = await followedImage({ named, previous: previous?.id }, kind, report);
  const accounts = await previousAccounts({ named, previous: previous?.id, image: previousImage }, kind);
  return { ...leg, lock, local, previous, previousImage, previousAccounts: accounts };
}
