import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Report } from "@debootc/core/event/event";
import type { LocalPackage } from "@debootc/core/lock/local-package";
import type { LockSection } from "@debootc/core/lock/lock";
import { treefileOf } from "@debootc/core/lock/lock-section.fixture";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { digestOf } from "@debootc/core/record/digest";
import { type FaultServer, startFaultServer } from "@debootc/tools/http/fault-server.fixture";
import { makeSigningKey, type SigningKey } from "@debootc/tools/keys/signing-key.fixture";
import { type TestPackage, writeTestSuite } from "@debootc/tools/apt/test-archive.fixture";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { ArchiveSource } from "./archive-sources.ts";
import { servedSource } from "./served-source.fixture.ts";
import type { Cache } from "../cache/cache.ts";
import { openLocalCache } from "../cache/local-cache.ts";
import { removeTree } from "../worker/remove-tree.ts";
import type { OperationContext } from "../worker/operation-context.ts";
import type { EarlierIndexes } from "./refuse-older.ts";
import { resolveLock } from "./resolve-lock.ts";
import { resolveOrReuse } from "./resolve-or-reuse.ts";

interface Resolved {
  readonly section: LockSection;
  readonly warnings: string;
}

/** Holds a signed archive with one suite, `trixie`, behind a server that can be made to fail. */
export interface LockScene extends AsyncDisposable {
  readonly archive: string;
  /** Directory in which indexes are kept between the runs of one scene. */
  readonly cache: string;
  readonly server: FaultServer;
  /** The archive as a source of packages. */
  readonly source: (changes?: Partial<ArchiveSource>) => ArchiveSource;
  /** Locks `nginx`, unless the treefile is changed. */
  readonly resolve: (
    treefile?: Partial<ResolvedTreefile>,
    sources?: readonly ArchiveSource[],
    local?: readonly LocalPackage[],
    earlier?: EarlierIndexes,
  ) => Promise<Resolved>;
  /** Like `resolve`, but remembers within the scene what was resolved. */
  readonly resolveOrReuse: (
    treefile?: Partial<ResolvedTreefile>,
    sources?: readonly ArchiveSource[],
    local?: readonly LocalPackage[],
    extra?: readonly LocalPackage[],
  ) => Promise<Resolved & { readonly reused: boolean }>;
}

export interface SceneKeys extends AsyncDisposable {
  readonly directory: string;
  /** The archive's own key. */
  readonly key: SigningKey;
  readonly stranger: SigningKey;
}

export async function makeSceneKeys(): Promise<SceneKeys> {
  const directory = await mkdtemp(join(tmpdir(), "debootc-lock-"));
  const key = await makeSigningKey(join(directory, "key"));
  const stranger = await makeSigningKey(join(directory, "stranger"));
  return {
    directory,
    key,
    stranger,
    [Symbol.asyncDispose]: async () => {
      await key.dispose();
      await stranger.dispose();
      await rm(directory, { recursive: true });
    },
  };
}

export async function openLockScene(
  { directory, key }: SceneKeys,
  packages: readonly TestPackage[],
): Promise<LockScene> {
  const archive = await mkdtemp(join(directory, "archive-"));
  const cache = `${archive}-cache`;
  await writeTestSuite({ directory: archive, suite: "trixie", packages, key });
  const server = await startFaultServer(archive);
  const source = (changes: Partial<ArchiveSource> = {}) => servedSource(server.url, key.publicKey, changes);
  const resolutionOf = async (
    treefile: Partial<ResolvedTreefile> = {},
    sources: readonly ArchiveSource[] = [source()],
    local: readonly LocalPackage[] = [],
  ) => ({
    treefile: treefileOf({ packages: ["nginx"], ...treefile }),
    local,
    sources,
    workDirectory: await mkdtemp(join(directory, "work with space-")),
    indexCacheDirectory: cache,
    proxy: {},
    timeoutSeconds: 1,
    retries: 1,
  });
  return {
    archive,
    cache,
    server,
    source,
    resolve: (treefile, sources, local, earlier) =>
      told(async (context) => ({
        section: await resolveLock({ ...(await resolutionOf(treefile, sources, local)), earlier }, context),
      })),
    resolveOrReuse: (treefile, sources, local, extra = []) =>
      told(async (context) =>
        resolveOrReuse(
          { ...(await resolutionOf(treefile, sources, local)), extra },
          { cache: await openSteps(`${archive}-steps`), code: digestOf("this code") },
          context,
        ),
      ),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Does a piece of work and adds its warnings. */
async function told<T>(
  work: (context: OperationContext) => Promise<T>,
): Promise<T & { readonly warnings: string }> {
  const reports: Report[] = [];
  const done = await work({
    report: (report) => reports.push(report),
    log: () => {},
    signal: new AbortController().signal,
  });
  return { ...done, warnings: reports.map(warningIn).join("\n") };
}

async function openSteps(directory: string): Promise<Cache> {
  return openLocalCache({
    directory,
    trustDomain: "trusted",
    producer: "test",
    clock: () => new Date(),
    removeTree,
  });
}

/** Returns the error with which a promise fails; fails if the promise does not. */
export async function refusalOf(resolving: Promise<unknown>): Promise<DebootcError> {
  const error = await resolving.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DebootcError) return error;
  throw new Error("it was not refused as expected", { cause: error });
}

function warningIn(report: Report): string {
  return report.type === "diagnostic" ? report.diagnostic.message : "";
}

/** Gives each test of a file a scene of its own, with these packages; all of them share their keys. */
export function lockScenes(packages: readonly TestPackage[]) {
  const given: { keys: SceneKeys; scene: LockScene } = { keys: undefined!, scene: undefined! };
  beforeAll(async () => {
    given.keys = await makeSceneKeys();
  });
  afterAll(() => given.keys[Symbol.asyncDispose]());
  beforeEach(async () => {
    given.scene = await openLockScene(given.keys, packages);
  });
  afterEach(() => given.scene[Symbol.asyncDispose]());
  return given;
}
