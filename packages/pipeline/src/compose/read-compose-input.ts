import { composeDate, type ComposeId, parseComposeId } from "@debootc/core/compose/compose-id";
import { type Release, releaseOfTreefile, variantOfTreefile } from "@debootc/core/compose/release";
import type { Reporter } from "@debootc/core/event/event";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import type { SecretKey } from "@debootc/tools/keys/secret-key";
import { readSigningKeys } from "../ostree/read-signing-keys.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { readTreefile } from "../treefile/read-treefile.ts";
import { type AskedLeg, readLegInput } from "./read-leg-input.ts";
import { refuseForeignArchitecture, refuseUnquotable } from "./refuse-request.ts";
import type { ExpectedLeg, LegInput } from "./run/compose-setting.ts";

/** Holds all that a compose is made of, read and checked before anything is made. */
export interface ComposeInput {
  /** Whether a lone treefile is composed. */
  readonly isLone: boolean;
  readonly release: Release;
  /** What the ID of the compose is made of. */
  readonly wanted: Omit<ComposeId, "respin">;
  readonly signingKeys: readonly SecretKey[];
  readonly expected: readonly ExpectedLeg[];
  readonly legs: readonly LegInput[];
}

/** Reads what a request asks for, and reports the warnings about it. Throws what is wrong with any of it. */
export async function readComposeInput(
  request: ComposeRequest,
  { clock }: Pick<PipelineDependencies, "clock">,
  report: Reporter,
): Promise<ComposeInput> {
  const { release, legs: asked } = await askedLegs(request, report);
  const signingKeys = await readSigningKeys(request, clock());
  if (request.composeId !== undefined) parseComposeId(request.composeId);
  for (const { architecture } of asked) await refuseForeignArchitecture(architecture);
  refuseUnquotable(request.outputDir, request.cacheDir);
  const legs: LegInput[] = [];
  for (const leg of asked) legs.push(await readLegInput(leg, request, report));
  const { short, version } = release;
  return {
    isLone: true,
    release,
    wanted: { short, version, date: composeDate(clock()), type: "production" },
    signingKeys,
    expected: asked,
    legs,
  };
}

/** A lone treefile is a compose of one variant. */
async function askedLegs(request: ComposeRequest, report: Reporter) {
  const { treefile, warnings } = await readTreefile(request.treefile, request.arch, { inspect: true });
  for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });
  const leg: AskedLeg = {
    variant: variantOfTreefile(treefile.name),
    architecture: treefile.architecture,
    title: treefile.name,
    required: true,
    metadata: {},
    treefile,
    file: request.treefile,
  };
  return { release: releaseOfTreefile(treefile), legs: [leg] };
}
