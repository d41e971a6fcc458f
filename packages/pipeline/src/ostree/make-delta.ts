import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OstreeDeltaRequest } from "@debootc/core/request/ostree/ostree-delta-request";
import { generateDelta } from "@debootc/tools/ostree-delta";
import { readLog } from "@debootc/tools/ostree-refs";
import { flushFileSystem } from "@debootc/tools/sync";
import { mkdir, readdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { changeRepository } from "./open-repository.ts";
import { commitBefore } from "./ref-history.ts";
import { makeView } from "./repository-view.ts";

export interface DeltaResult {
  readonly repo: string;
  readonly ref: string;
  readonly from: string;
  readonly to: string;
  /** Files that a client fetches, beside the one that lists them. */
  readonly parts: number;
  readonly bytes: number;
  /** It was there already. */
  readonly reused: boolean;
}

/** `debootc ostree delta`: what a machine with the commit before has to fetch for this one, in a few files. */
export async function makeDelta(
  { repo, ref, from }: OstreeDeltaRequest,
  { signal }: PipelineDependencies,
): Promise<DeltaResult> {
  return await changeRepository(repo, async (repository) => {
    const { path } = repository;
    const [to] = await readLog(path, ref);
    const start =
      from === undefined ? await commitBefore(path, ref) : (await readLog(path, from))[0].checksum;
    if (start === undefined) {
      throw new DebootcError("usage", `${ref} has no commit before it in ${path}, so there is no delta`, {
        hint: "Name the commit that machines have with --from.",
      });
    }
    if (start === to.checksum)
      throw new DebootcError("usage", `${from ?? ref} is the commit that ${ref} names: nothing differs`);
    const place = await deltaAt(join(path, "deltas"), start, to.checksum);
    const result = { repo: path, ref, from: start, to: to.checksum };
    if (place !== undefined) return { ...result, ...(await sizeOf(place)), reused: true };

    const view = join(path, await makeView(repository, ["deltas", "delta-indexes"]));
    await generateDelta({ repo: view, from: start, to: to.checksum, signal });
    const made = await deltaAt(join(view, "deltas"), start, to.checksum);
    if (made === undefined) throw new DebootcError("tool-failed", `ostree made no delta below ${view}`);
    const size = await sizeOf(made);
    await flushFileSystem(path);
    const target = join(path, made.slice(view.length));
    await mkdir(join(target, ".."), { recursive: true });
    await rename(made, target);
    return { ...result, ...size, reused: false };
  });
}

/** `deltas/AB/CDEF...-GHIJ...`: the two checksums in base64 with `_` for `/`, the first after two characters of it. */
async function deltaAt(deltas: string, from: string, to: string): Promise<string | undefined> {
  const name = [from, to].map((checksum) =>
    Buffer.from(checksum, "hex").toString("base64").replaceAll("/", "_").replaceAll("=", ""),
  );
  const joined = name.join("-");
  const directory = join(deltas, joined.slice(0, 2), joined.slice(2));
  const there = await stat(join(directory, "superblock")).catch(() => undefined);
  return there === undefined ? undefined : directory;
}

async function sizeOf(directory: string): Promise<{ parts: number; bytes: number }> {
  const names = await readdir(directory);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
  return {
    parts: names.filter((name) => name !== "superblock").length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
