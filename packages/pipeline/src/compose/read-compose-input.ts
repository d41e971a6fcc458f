import { composeDate, type ComposeId, parseComposeId } from "@debootc/core/compose/compose-id";
import { type Release, releaseOfTreefile, variantOfTreefile } from "@debootc/core/compose/release";
import type { Reporter } from "@debootc/core/event/event";
import type { LockSection } from "@debootc/core/lock/lock";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import type { SecretKey } from "@debootc/tools/keys/secret-key";
import { previousCompose, type PreviousCompose } from "../composed/previous-compose.ts";
import { fittingLock } from "../gather/fitting-lock.ts";
import { type LocalDeb, readLocalPackages } from "../gather/local-packages.ts";
import { readSigningKeys } from "../ostree/read-signing-keys.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { readTreefile } from "../treefile/read-treefile.ts";
import { refuseForeignArchitecture, refuseUnquotable } from "./refuse-request.ts";
import { digestAddedFiles } from "./run/added-files.ts";
import { warnOfLostModes } from "./run/lost-modes.ts";
import { type PreviousAccounts, previousAccounts } from "./run/previous-accounts.ts";
import { followedImage, type PreviousImage } from "./run/previous-image.ts";

/** Holds all that a compose is made of, read and checked before anything is made. */
export interface ComposeInput {
  readonly treefile: ResolvedTreefile;
  readonly release: Release;
  readonly variant: string;
  /** What the ID of the compose is made of. */
  readonly wanted: Omit<ComposeId, "respin">;
  readonly lock: LockSection | undefined;
  readonly local: readonly LocalDeb[];
  readonly signingKeys: readonly SecretKey[];
  readonly previous: PreviousCompose | undefined;
  readonly previousImage: PreviousImage | undefined;
  readonly previousAccounts: PreviousAccounts | undefined;
}

/** Reads what a request asks for, and reports the warnings about it. Throws what is wrong with any of it. */
export async function readComposeInput(
  request: ComposeRequest,
  { clock }: Pick<PipelineDependencies, "clock">,
  report: Reporter,
): Promise<ComposeInput> {
  const { treefile, warnings } = await readTreefile(request.treefile, request.arch, { inspect: true });
  for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });
  const outputDir = request.outputDir;
  const signingKeys = await readSigningKeys(request, clock());
  if (request.composeId !== undefined) parseComposeId(request.composeId);
  await refuseForeignArchitecture(treefile.architecture);
  refuseUnquotable(outputDir, request.cacheDir);
  const local = await readLocalPackages(treefile);
  const lock = await fittingLock(request, treefile, local);
  await digestAddedFiles(treefile.addFiles);
  for (const diagnostic of await warnOfLostModes(treefile.addFiles))
    report({ type: "diagnostic", diagnostic });
  const release = releaseOfTreefile(treefile);
  const variant = variantOfTreefile(treefile.name);
  const previous = await previousCompose(outputDir, { ...treefile, variant });
  const previousImage = await followedImage(
    { named: request.previousImage, previous: previous?.id },
    { ...treefile, outputDir },
    report,
  );
  const accounts = await previousAccounts(
    { named: request.previousImage, previous: previous?.id, image: previousImage },
    { ...treefile, variant, outputDir },
  );
  const { short, version } = release;
  return {
    treefile,
    release,
    variant,
    wanted: { short, version, date: composeDate(clock()), type: "production" },
    lock,
    local,
    signingKeys,
    previous,
    previousImage,
    previousAccounts: accounts,
  };
}
