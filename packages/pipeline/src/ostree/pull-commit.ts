import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OstreePullRequest } from "@debootc/core/request/ostree/ostree-pull-request";
import { addPullSource, pullFromSource, readSourceRefs } from "@debootc/tools/ostree/ostree-pull";
import { readBoundRefs, readRefs, resolveRevision } from "@debootc/tools/ostree/ostree-refs";
import { join, resolve } from "node:path";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { changeRepository } from "./open-repository.ts";
import { findPullSource } from "./pull-source.ts";
import { moveRef } from "./ref-history.ts";
import { makeView } from "./repository-view.ts";
import { type SummaryState, summaryState } from "./summary-state.ts";

export interface PullResult {
  readonly repo: string;
  readonly ref: string;
  readonly checksum: string;
  /** What the ref named before; absent when there was none. */
  readonly before?: string;
  readonly summary: SummaryState;
}

/**
 * `debootc ostree pull`: brings one commit of a compose, a repository or a server into a repository. The ref moves
 * last, when all of it is there and checked; clients of a repository with a summary see it when that is written anew.
 */
export async function pullCommit(
  { repo, source, ref, gpgKey = [], unsigned, outputDir }: OstreePullRequest,
  { signal, environment: { proxy } }: PipelineDependencies,
): Promise<PullResult> {
  const found = await findPullSource(source, { unsigned, isChecked: gpgKey.length > 0, outputDir });
  return await changeRepository(repo, async (repository) => {
    const { path } = repository;
    const view = join(path, await makeView(repository, ["refs"]));
    await addPullSource(view, { url: found.url, gpgKeys: gpgKey.map((file) => resolve(file)) });
    const wanted = ref ?? found.commit?.ref ?? (await onlyRef(view, source, proxy));
    await pullFromSource({ repo: view, revision: wanted, proxy, signal });
    const checksum = await resolveRevision(view, `source:${wanted}`);
    if (checksum === undefined)
      throw new DebootcError("tool-failed", `ostree pull brought no commit for ${wanted}`);
    if (found.commit !== undefined && wanted === found.commit.ref && checksum !== found.commit.checksum) {
      throw new DebootcError(
        "verification-differs",
        `the ref ${wanted} of ${source} names ${checksum}, but the compose records ${found.commit.checksum}`,
        { hint: "Somebody has changed the compose since it finished: compose again." },
      );
    }
    await refuseForeignRef(view, wanted, checksum);
    const before = (await readRefs(path)).get(wanted);
    await moveRef(path, wanted, checksum);
    return {
      repo: path,
      ref: wanted,
      checksum,
      ...(before === undefined ? {} : { before }),
      summary: await summaryState(path),
    };
  });
}

async function onlyRef(
  view: string,
  source: string,
  proxy: Readonly<Record<string, string>>,
): Promise<string> {
  const refs = await readSourceRefs(view, proxy);
  const [first] = refs;
  if (first !== undefined && refs.length === 1) return first;
  throw new DebootcError("usage", `${source} has ${refs.length} refs: which one to pull is not clear`, {
    hint: refs.length === 0 ? "There is nothing to pull." : `Name one of: ${refs.slice(0, 10).join(", ")}`,
  });
}

async function refuseForeignRef(repo: string, ref: string, checksum: string): Promise<void> {
  const bound = await readBoundRefs(repo, checksum);
  if (bound.length === 0 || bound.includes(ref)) return;
  throw new DebootcError(
    "verification-differs",
    `the commit ${checksum} was made for ${bound.join(", ")}, not for ${ref}: clients would refuse it`,
    { hint: "Pull it under its own name." },
  );
}
