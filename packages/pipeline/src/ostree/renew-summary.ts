import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OstreeSummaryRequest } from "@debootc/core/request/ostree/ostree-summary-request";
import { hasEntry } from "@debootc/tools/files/paths";
import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import { writeSummary } from "@debootc/tools/ostree/ostree-signing";
import { flushFileSystem } from "@debootc/tools/sync";
import { rename, rm, stat, utimes } from "node:fs/promises";
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
 * Writes a new summary, from which clients learn what a repository has (`debootc ostree summary`). It moves into place
 * once it is complete; a signature is never next to a summary that it does not belong to.
 */
export async function renewSummary(
  request: OstreeSummaryRequest,
  { clock, signal }: PipelineDependencies,
): Promise<SummaryResult> {
  const keys = await readSigningKeys(request, clock());
  return await changeRepository(request.repo, async (repository) => {
    const { path } = repository;
    const signature = join(path, "summary.sig");
    if (keys.length === 0 && !request.unsigned && (await hasEntry(signature))) {
      throw new DebootcError(
        "usage",
        `the summary of ${path} is signed, and no key is given for the new one`,
        {
          hint: "Give the key with --gpg-key-file, or drop the signature with --unsigned.",
        },
      );
    }
    const view = await makeView(repository);
    await writeSummary(path, view, keys, signal);
    const names = keys.length > 0 ? ["summary", "summary.sig"] : ["summary"];
    const date = await nextDate(path, clock());
    for (const name of names) await utimes(join(path, view, name), date, date);
    await flushFileSystem(path);
    // A client that asks between these steps sees an unsigned summary, refuses it and succeeds when it asks again.
    await rm(signature, { force: true });
    for (const name of names) await rename(join(path, view, name), join(path, name));
    const refs = [...(await readRefs(path)).keys()].filter((name) => !name.includes(":"));
    return { repo: path, refs: refs.length, signed: keys.map(({ fingerprint }) => fingerprint) };
  });
}

/**
 * Returns the time in seconds that a new summary is dated: a whole second after the one before, because that is how
 * HTTP tells two apart. A client that keeps an old summary but gets the new signature refuses the repository until
 * both change again.
 */
async function nextDate(repository: string, now: Date): Promise<number> {
  const before = await Promise.all(
    ["summary", "summary.sig"].map((name) => stat(join(repository, name)).catch(() => undefined)),
  );
  const earlier = before.flatMap((found) => (found ? [Math.floor(found.mtimeMs / 1000) + 1] : []));
  return Math.max(Math.floor(now.getTime() / 1000), ...earlier);
}
