import { DebootcError } from "@debootc/core/error/debootc-error";
import type { CacheVerifyRequest } from "@debootc/core/request/cache/cache-requests";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { rm } from "node:fs/promises";
import { type EntryName, entryLabel } from "../cache/cache-layout.ts";
import { withRun } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { refuseNoRemote, verifyRemote } from "../remote-cache/remote-upkeep.ts";
import { choosePrivilege } from "../worker/choose-privilege.ts";
import type { Privilege } from "../worker/run-privileged.ts";
import { pathOfPart } from "./cache-parts.ts";
import { openSteps } from "./open-steps.ts";
import { type StoredFile, storedFiles } from "./stored-files.ts";

/** Names something in the cache that is not what was put there. */
export interface CacheDamage {
  /** `cache entry KIND KEY`, or the path of a file. */
  readonly name: string;
  readonly reason: string;
  readonly removed: boolean;
}

export interface VerifiedCache {
  readonly directory: string;
  readonly steps: number;
  /** .debs and files of source packages. */
  readonly files: number;
  readonly damage: readonly CacheDamage[];
}

/**
 * Reads everything in a cache directory, or a remote cache, that is stored under a digest, and compares it (`debootc cache verify`): finished
 * steps with their seals, .debs and files of source packages with their names. With `fix`, removes what is damaged; the
 * run has failed if damage stays.
 */
export async function verifyCacheDirectory(
  request: Pick<CacheVerifyRequest, "cacheDir" | "fix" | "remote">,
  dependencies: PipelineDependencies,
): Promise<VerifiedCache> {
  return withRun(dependencies, async ({ report, begin, fail }) => {
    const onStep = (step: string) => report({ type: "progress", step });
    const { remote } = request;
    const verify =
      remote === undefined
        ? await verifyLocal(request, dependencies, onStep)
        : await verifyRemoteCache(remote, request.fix, dependencies.signal, onStep);
    begin();
    const verified = await verify();
    const left = verified.damage.filter(({ removed }) => !removed);
    if (left.length > 0) fail(damageError(left, verified.directory, remote));
    return verified;
  });
}

interface Content extends Pick<CacheVerifyRequest, "cacheDir" | "fix"> {
  readonly privilege: Privilege;
}

/** Does the work of `verifyCacheDirectory`, for runs and commands that do more; `onStep` is called before each thing. */
export async function verifyCacheContent(
  { cacheDir, fix, privilege }: Content,
  { clock, signal }: Pick<PipelineDependencies, "clock" | "signal">,
  onStep: (step: string) => void,
): Promise<VerifiedCache> {
  const damage: CacheDamage[] = [];
  const begins = (name: string) => {
    signal.throwIfAborted();
    onStep(name);
  };
  const cache = await openSteps({ cacheDir, privilege, clock, report: () => {} });
  const verdicts =
    (await cache?.verify({ evict: fix, onEntry: (name) => begins(`cache entry ${entryLabel(name)}`) })) ?? [];
  for (const verdict of verdicts)
    if (verdict.state === "damaged")
      damage.push({
        name: `cache entry ${entryLabel(verdict)}`,
        reason: verdict.reason,
        removed: verdict.removed,
      });

  const stored = await allStoredFiles(cacheDir);
  for (const file of stored) {
    begins(file.path);
    const reason = await damageOf(file);
    if (reason === undefined) continue;
    if (fix) await rm(file.path, { force: true });
    damage.push({ name: file.path, reason, removed: fix });
  }
  return { directory: cacheDir, steps: verdicts.length, files: stored.length, damage };
}

async function verifyLocal(
  { cacheDir, fix }: Pick<CacheVerifyRequest, "cacheDir" | "fix">,
  dependencies: PipelineDependencies,
  onStep: (step: string) => void,
): Promise<() => Promise<VerifiedCache>> {
  const privilege = await choosePrivilege(dependencies.environment.user);
  return () => verifyCacheContent({ cacheDir, fix, privilege }, dependencies, onStep);
}

async function verifyRemoteCache(
  directory: string,
  fix: boolean,
  signal: AbortSignal,
  onStep: (step: string) => void,
): Promise<() => Promise<VerifiedCache>> {
  await refuseNoRemote(directory);
  const onEntry = (name: EntryName) => {
    signal.throwIfAborted();
    onStep(`remote entry ${entryLabel(name)}`);
  };
  return async () => {
    const { entries, damage } = await verifyRemote(directory, { fix, onEntry });
    const named = damage.map(({ reason, removed, ...name }) => ({
      ...{ name: `remote entry ${entryLabel(name)}`, reason, removed },
    }));
    return { directory, steps: entries, files: 0, damage: named };
  };
}

function damageError(damage: readonly CacheDamage[], directory: string, remote?: string): DebootcError {
  const names = damage.map(({ name }) => `\n  ${name}`).join("");
  return new DebootcError("verification-differs", `in the cache ${directory} is damaged:${names}`, {
    hint: `Remove it with: debootc cache verify${remote === undefined ? "" : " --remote DIR"} --fix`,
  });
}

async function allStoredFiles(cacheDir: string): Promise<readonly StoredFile[]> {
  const parts = (["debs", "sources"] as const).map((part) => storedFiles(pathOfPart(cacheDir, part)));
  return (await Promise.all(parts)).flat();
}

async function damageOf({ path, sha256 }: StoredFile): Promise<string | undefined> {
  const { digest } = await fileDigest(path);
  return digest === sha256 ? undefined : `its content is not what was put there (${digest})`;
}
