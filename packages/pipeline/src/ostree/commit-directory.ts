import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OstreeCommitRequest } from "@debootc/core/request/ostree/ostree-commit-request";
import { commitDirectory } from "@debootc/tools/ostree/ostree-repository";
import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import { stat } from "node:fs/promises";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { changeRepository } from "./open-repository.ts";
import { moveRef } from "./ref-history.ts";
import { type SummaryState, summaryState } from "./summary-state.ts";

export interface CommitResult {
  readonly repo: string;
  readonly ref: string;
  readonly checksum: string;
  readonly parent?: string;
  readonly summary: SummaryState;
}

/** `debootc ostree commit`: commits a directory as the next of a ref, which moves last. */
export async function commitToRef(
  { repo, tree, ref, subject, treeVersion, timestamp, rootOwned }: OstreeCommitRequest,
  { clock, signal }: PipelineDependencies,
): Promise<CommitResult> {
  if (!(await stat(tree).catch(() => undefined))?.isDirectory())
    throw new DebootcError("usage", `${tree} is no directory, so there is nothing to commit`);
  const when = timestamp === undefined ? clock() : new Date(timestamp);
  return await changeRepository(repo, async ({ path }) => {
    const parent = (await readRefs(path)).get(ref);
    const checksum = await commitDirectory({
      repo: path,
      directory: tree,
      ref,
      subject,
      parent,
      version: treeVersion,
      timestamp: Math.floor(when.getTime() / 1000),
      rootOwned,
      signal,
    });
    await moveRef(path, ref, checksum);
    return {
      repo: path,
      ref,
      checksum,
      ...(parent === undefined ? {} : { parent }),
      summary: await summaryState(path),
    };
  });
}
