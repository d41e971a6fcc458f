import { namesIn } from "@debootc/tools/files/paths";
import { type ComposeId, parseComposeId } from "@debootc/core/compose/compose-id";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readComposeState } from "./compose-state.ts";

type Release = Pick<ComposeId, "short" | "version">;

/**
 * Returns the ID of the compose of a release to go on with: the one that `wanted` names, or with `latest` the newest that
 * was stopped or failed. Whether its run still lives is left to whoever begins it anew. Throws `usage`.
 */
export async function unfinishedCompose(
  outputDir: string,
  release: Release,
  wanted: string,
): Promise<string> {
  const hint = "Leave out --resume to begin a new compose: what has been made is in the cache.";
  if (wanted !== "latest") {
    if (!isOf(release, parseComposeId(wanted)))
      throw new DebootcError("usage", `${wanted} is not a compose of ${release.short}-${release.version}`, {
        hint,
      });
    const state = await readComposeState(join(outputDir, wanted));
    if (state === undefined)
      throw new DebootcError("usage", `there is no compose ${wanted} in ${outputDir}`, { hint });
    if (isFinished(state.status))
      throw new DebootcError("usage", `the compose ${wanted} is ${state.status}: nothing is left to do`, {
        hint,
      });
    return wanted;
  }
  const found: { readonly id: string; readonly changed: number }[] = [];
  for (const id of await namesIn(outputDir)) {
    if (!isOf(release, idOf(id))) continue;
    const state = await readComposeState(join(outputDir, id));
    if (state === undefined || isFinished(state.status)) continue;
    found.push({ id, changed: (await stat(join(outputDir, id))).mtimeMs });
  }
  const [newest] = found.sort((a, b) => b.changed - a.changed);
  if (newest !== undefined) return newest.id;
  throw new DebootcError(
    "usage",
    `no compose of ${release.short}-${release.version} in ${outputDir} was stopped or failed`,
    { hint },
  );
}

function isFinished(status: string): boolean {
  return status.startsWith("FINISHED");
}

function isOf({ short, version }: Release, id: Release | undefined): boolean {
  return id?.short === short && id.version === version;
}

function idOf(name: string): ComposeId | undefined {
  try {
    return parseComposeId(name);
  } catch (error) {
    if (error instanceof DebootcError) return undefined;
    throw error;
  }
}
