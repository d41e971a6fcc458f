import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OstreeSummaryRequest } from "@debootc/core/request/ostree/ostree-summary-request";
import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import { writeSummary } from "@debootc/tools/ostree/ostree-signing";
import { flushFileSystem } from "@debootc/tools/sync";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { changeRepository } from "./open-repository.ts";
import { readSigningKeys } from "./read-signing-keys.ts";
import { makeView } from "./repository-view.ts";

export interface SummaryResult {
  readonly repo: string;
  readonly refs: number;
  /** Fingerprints of the keys that signed it. */
  readonly signed: readonly string[];
}

/**
 * `debootc ostree summary`: tells clients what the repository has now. It is made aside and takes its place when all of
 * it is there; a signature never stands beside a summary that it is not of.
 */
export async function renewSummary(
  request: OstreeSummaryRequest,
  { clock, signal }: PipelineDependencies,
): Promise<SummaryResult> {
  const keys = await readSigningKeys(request, clock());
  return await changeRepository(request.repo, async (repository) => {
    const { path } = repository;
    const signature = join(path, "summary.sig");
    if (keys.length === 0 && !request.unsigned && (await isThere(signature))) {
      throw new DebootcError(
        "usage",
        `the summary of ${path} is signed, and no key is given for the new one`,
        {
          hint: "Give the key with --gpg-key-file, or take the signature away with --unsigned.",
        },
      );
    }
    const view = await makeView(repository);
    await writeSummary(path, view, keys, signal);
    await flushFileSystem(path);
    // A client that comes between these sees a summary without its signature, which it refuses until it asks again.
    await rm(signature, { force: true });
    await rename(join(path, view, "summary"), join(path, "summary"));
    if (keys.length > 0) await rename(join(path, view, "summary.sig"), signature);
    const refs = [...(await readRefs(path)).keys()].filter((name) => !name.includes(":"));
    return { repo: path, refs: refs.length, signed: keys.map(({ fingerprint }) => fingerprint) };
  });
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
