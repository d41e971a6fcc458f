import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OstreeDeltaRequest } from "@debootc/core/request/ostree/ostree-delta-request";
import { readLog } from "@debootc/tools/ostree/ostree-refs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { deltasTo, staleDeltas, storeDelta } from "./delta-store.ts";
import { changeRepository } from "./open-repository.ts";
import { commitBefore } from "./ref-history.ts";

export interface DeltaResult {
  readonly repo: string;
  readonly ref: string;
  readonly from: string;
  readonly to: string;
  /** Files that a client fetches, beside the one that lists them. */
  readonly parts: number;
  readonly bytes: number;
  /** It was there already, with all signatures of the commit. */
  readonly reused: boolean;
}

/** `debootc ostree delta`: what a machine with the commit before has to fetch for this one, in a few files. */
export async function makeDelta(
  { repo, ref, from }: OstreeDeltaRequest,
  { signal }: PipelineDependencies,
): Promise<DeltaResult> {
  return await changeRepository(repo, async (repository) => {
    const { path } = repository;
    const [{ checksum: to }] = await readLog(path, ref);
    const start =
      from === undefined ? await commitBefore(path, ref) : (await readLog(path, from))[0].checksum;
    if (start === undefined) {
      throw new DebootcError("usage", `${ref} has no commit before it in ${path}, so there is no delta`, {
        hint: "Name the commit that machines have with --from.",
      });
    }
    if (start === to)
      throw new DebootcError("usage", `${from ?? ref} is the commit that ${ref} names: nothing differs`);
    const isFromStart = (delta: { readonly from: string | undefined }) => delta.from === start;
    const there = (await deltasTo(path, to)).find(isFromStart);
    const isStale = (await staleDeltas(path, to)).some(isFromStart);
    const reused = there !== undefined && !isStale;
    const directory = reused ? join(path, there.path) : await storeDelta(repository, start, to, signal);
    return { repo: path, ref, from: start, to, ...(await sizeOf(directory)), reused };
  });
}

async function sizeOf(directory: string): Promise<{ parts: number; bytes: number }> {
  const names = await readdir(directory);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
  return {
    parts: names.filter((name) => name !== "superblock").length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
