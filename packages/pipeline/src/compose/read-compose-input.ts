import { composeDate, type ComposeId, parseComposeId } from "@debootc/core/compose/compose-id";
import type { Release } from "@debootc/core/compose/release";
import type { Reporter } from "@debootc/core/event/event";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import type { SecretKey } from "@debootc/tools/keys/secret-key";
import { unfinishedCompose } from "../composed/unfinished-compose.ts";
import { readSigningKeys } from "../ostree/read-signing-keys.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { type ArchitectureChoice, askedLegs } from "./asked-legs.ts";
import { type LoadedComposePlugin, loadComposePlugins } from "./plugin/load-compose-plugins.ts";
import { readLegInput } from "./read-leg-input.ts";
import { refuseUncomposable, refuseUnquotable } from "./refuse-request.ts";
import type { ExpectedLeg, LegInput } from "./run/compose-setting.ts";

/** Holds all that a compose is made of, read and checked before anything is made. */
export interface ComposeInput {
  /** Whether a lone treefile is composed. */
  readonly isLone: boolean;
  readonly release: Release;
  /** What the ID of the compose is made of. */
  readonly wanted: Omit<ComposeId, "respin">;
  /** The ID that it is to have, if somebody chose one. */
  readonly composeId: string | undefined;
  readonly signingKeys: readonly SecretKey[];
  readonly expected: readonly ExpectedLeg[];
  readonly legs: readonly LegInput[];
  /** How many seconds steps may take that somebody gave a time. */
  readonly timeouts: Readonly<Record<string, number>>;
  /** How often steps are tried again for which somebody said so. */
  readonly retries: Readonly<Record<string, number>>;
  readonly plugins: readonly LoadedComposePlugin[];
}

/** Reads what a request asks for, and reports the warnings about it. Throws what is wrong with any of it. */
export async function readComposeInput(
  request: ComposeRequest,
  { clock, chosen }: Pick<PipelineDependencies, "clock"> & ArchitectureChoice,
  report: Reporter,
): Promise<ComposeInput> {
  const asked = await askedLegs(request, { chosen }, report);
  const { isLone, release, expected, timeouts, retries } = asked;
  const plugins = await loadComposePlugins(asked.plugins);
  const signingKeys = await readSigningKeys(request, clock());
  if (request.composeId !== undefined) parseComposeId(request.composeId);
  for (const architecture of new Set(asked.legs.map((leg) => leg.architecture)))
    await refuseUncomposable(architecture, report);
  refuseUnquotable(request.outputDir, request.cacheDir);
  const { short, version } = release;
  const resumed =
    request.resume && (await unfinishedCompose(request.outputDir, { short, version }, request.resume));
  const legs: LegInput[] = [];
  for (const leg of asked.legs) legs.push(await readLegInput(leg, { ...request, resumed }, report));
  return {
    composeId: resumed ?? request.composeId,
    ...{ isLone, release, expected, signingKeys, legs, timeouts, retries, plugins },
    wanted: { short, version, date: composeDate(clock()), type: "production" },
  };
}
