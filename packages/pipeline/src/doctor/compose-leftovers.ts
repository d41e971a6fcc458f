import { parseComposeId } from "@debootc/core/compose/compose-id";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { AsideDirectory } from "../composed/aside-directory.ts";
import { type ComposeState, lifeOfCompose, readComposeState } from "../composed/compose-state.ts";
import { type Leftover, leftover } from "./leftover.ts";

/** Describes what a run left of a compose. */
export interface ComposeTrace extends ComposeState {
  readonly id: string;
  readonly path: string;
  readonly hasWork: boolean;
  /** The link that was about to become `latest`. */
  readonly pendingLatest?: string;
}

/** Reads the traces of all composes in an output directory; the list is empty if it is missing. */
export async function readComposeTraces(outputDir: string): Promise<ComposeTrace[]> {
  const names = await namesIn(outputDir);
  const traces: ComposeTrace[] = [];
  for (const id of (names ?? []).filter(isComposeId)) {
    const path = join(outputDir, id);
    const state = await readComposeState(path);
    const inside = await namesIn(path);
    if (state === undefined || inside === undefined) continue;
    const latest = `.latest-${id}`;
    traces.push({
      id,
      path,
      ...state,
      hasWork: inside.includes("work"),
      ...(names?.includes(latest) ? { pendingLatest: join(outputDir, latest) } : {}),
    });
  }
  return traces;
}

export function judgeCompose(trace: ComposeTrace): Leftover[] {
  if (lifeOfCompose(trace) !== "dead") return [];
  const { id, path, status, hasWork, pendingLatest } = trace;
  const [name, title] = [`compose:${id}`, `compose ${id}`];
  const links = pendingLatest === undefined ? [] : [halfMadeLatest(id, pendingLatest)];
  if (status === "damaged") {
    const hint = `Look at ${path}, and remove it if it is of no use.`;
    const detail = "its STATUS is not valid";
    return [...links, { finding: { id: name, state: "left-over", title, detail, hint } }];
  }
  if (status === "absent") {
    return [...links, leftover(name, title, "its run died before it began", { do: "remove-tree", path })];
  }
  if (status === "STARTED") {
    return [...links, leftover(name, title, "its run died", { do: "terminate-compose", id, path })];
  }
  if (!hasWork) return links;
  const detail = `it is ${status}, but its work directory is still there`;
  return [...links, leftover(name, title, detail, { do: "remove-tree", path: join(path, "work") })];
}

/** Returns the composes whose removal somebody died over. */
export function judgeAsides(directories: readonly AsideDirectory[]): Leftover[] {
  return directories.map(({ path, owner }) =>
    leftover(`aside:${path}`, `directory ${path}`, `process ${owner.pid} died while it removed it`, {
      do: "remove-tree",
      path,
    }),
  );
}

function halfMadeLatest(id: string, path: string): Leftover {
  return leftover(`latest:${id}`, `link ${path}`, "it did not become latest", {
    do: "remove-files",
    paths: [path],
  });
}

function isComposeId(name: string): boolean {
  try {
    parseComposeId(name);
    return true;
  } catch (error) {
    if (error instanceof DebootcError) return false;
    throw error;
  }
}

async function namesIn(directory: string): Promise<string[] | undefined> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
