import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OstreeFsckRequest } from "@debootc/core/request/ostree/ostree-fsck-request";
import { findDamage } from "@debootc/tools/ostree/ostree-repository";
import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { openRepository } from "./open-repository.ts";
import { type SummaryState, summaryState } from "./summary-state.ts";

export interface FsckResult {
  readonly repo: string;
  readonly refs: number;
  readonly summary: SummaryState;
}

/** `debootc ostree fsck`: reads every object again. Throws `verification-differs` with what is damaged. */
export async function checkRepositoryAt(
  { repo }: OstreeFsckRequest,
  { signal }: PipelineDependencies,
): Promise<FsckResult> {
  const { path } = await openRepository(repo);
  const damage = await findDamage(path, signal);
  if (damage.length > 0) {
    throw new DebootcError("verification-differs", `${path} is damaged:\n  ${damage.join("\n  ")}`, {
      hint: "Take the commit from where it came once more: what is missing or wrong is fetched. Damaged objects have to be removed first.",
    });
  }
  const refs = [...(await readRefs(path)).keys()].filter((name) => !name.includes(":"));
  return { repo: path, refs: refs.length, summary: await summaryState(path) };
}
