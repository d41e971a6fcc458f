import { DebootcError } from "@debootc/core/error/debootc-error";
import { indexTargets, updateIndexes } from "@debootc/tools/apt/apt";
import { createAptRoot } from "@debootc/tools/apt/apt-root";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../worker/operation-context.ts";
import { sourcesForApt } from "./archive-sources.ts";
import { allIndexes, exportIndexes, importIndexes, indexPlacesOf } from "./index-cache.ts";
import type { AskedIndexes, IndexMemory, ReadIndexes } from "./index-memory.ts";
import { readWithoutMissing, type Reading } from "./missing-suites.ts";
import { type MissingSuite, refuseIndexFailures } from "./refuse-index-failures.ts";
import { type VerifiedSuite, verifiedIndexes } from "./verified-indexes.ts";
import { sourceArchitecture } from "./verified-release.ts";

export interface IndexRequest extends AskedIndexes {
  /** Takes apt's root; made and removed by the caller. */
  readonly workDirectory: string;
  /** Variables that name proxies. */
  readonly proxy: Readonly<Record<string, string>>;
  /** How long a server may be silent; 30 when absent. */
  readonly timeoutSeconds?: number;
  /** How often apt asks again; 3 when absent. */
  readonly retries?: number;
  /** Has what the same run has read before, and gets what it reads now; without it all is read anew. */
  readonly memory?: IndexMemory;
}

/**
 * Lets apt fetch and verify the indexes of all sources. A suite that an archive may lack is left out with a warning.
 * Throws `trust-refused`, `mirror-unreachable` or `treefile-invalid`.
 */
export async function readIndexes(request: IndexRequest, context: OperationContext): Promise<ReadIndexes> {
  const { memory } = request;
  if (memory === undefined) return readAnew(request, context);
  return memory.recall(request, (workDirectory) => readAnew({ ...request, workDirectory }, context));
}

async function readAnew(request: IndexRequest, context: OperationContext): Promise<ReadIndexes> {
  return readWithoutMissing(
    request.sources,
    (sources) => readOrMissing({ ...request, sources }, context),
    (missing) => context.report(warningOf(missing)),
  );
}

async function readOrMissing(
  request: IndexRequest,
  context: OperationContext,
): Promise<Reading<ReadIndexes>> {
  const cached = await attempt(request, context, true);
  if (!(cached instanceof DebootcError)) return cached;
  context.log(`cached indexes are put aside: ${cached.message}`);
  const fresh = await attempt(request, context, false);
  if (fresh instanceof DebootcError) throw fresh;
  return fresh;
}

/** One run of apt. A refusal is answered, not thrown, where indexes of an earlier run may be to blame. */
async function attempt(
  request: IndexRequest,
  context: OperationContext,
  useCache: boolean,
): Promise<Reading<ReadIndexes> | DebootcError> {
  const directory = join(request.workDirectory, "apt");
  await rm(directory, { recursive: true, force: true });
  const root = await createAptRoot({
    ...request,
    sources: sourcesForApt(request.sources),
    directory,
  });
  const places = request.sources.flatMap((source) => indexPlacesOf(source, indexedBy(request)));
  const cache = request.indexCacheDirectory;
  const imported = useCache && (await importIndexes(cache, places, root.listsDirectory, allIndexes));
  const options = { signal: context.signal, onLine: context.log };
  try {
    const missing = refuseIndexFailures(await updateIndexes(root, options), request.sources);
    if (missing.length > 0) return { missing };
    const suites = await verifiedIndexes(
      request.sources,
      await indexTargets(root, options, request.kind),
      architectureOf(request),
    );
    for (const suite of suites) await keep(suite, request);
    return { answer: { root, suites } };
  } catch (error) {
    if (imported && error instanceof DebootcError && error.code === "trust-refused") return error;
    throw error;
  }
}

async function keep({ source, uri, index, files }: VerifiedSuite, request: IndexRequest): Promise<void> {
  const place = indexPlacesOf(source, indexedBy(request)).find(
    (one) => one.uri === uri && one.suite === index.suite,
  );
  if (place) await exportIndexes(request.indexCacheDirectory, place, files, randomUUID());
}

function architectureOf({ kind, architecture }: IndexRequest): string {
  return kind === "Sources" ? sourceArchitecture : architecture;
}

/** What tells indexes of one place apart. */
function indexedBy(request: IndexRequest): string {
  return [architectureOf(request), ...(request.foreignArchitectures ?? [])].join("+");
}

function warningOf({ sourceId, suite }: MissingSuite) {
  return {
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "suite-missing",
      message: `the mirror has no suite ${suite} (source ${sourceId}): packages are taken without it`,
      hint: "Name a complete mirror by `mirror` in the treefile or DEBOOTC_MIRROR if the suite should count.",
    },
  } as const;
}
