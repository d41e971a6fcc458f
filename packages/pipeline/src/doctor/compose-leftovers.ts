import { parseComposeId } from "@debootc/core/compose/compose-id";
import { type ComposeStatus, parseStatus } from "@debootc/core/compose/compose-status";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { readIfPresent } from "@debootc/tools/files/read-if-present";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Life, lifeOf } from "../cache/process-identity.ts";
import { ownerRecord } from "../composed/owner-record.ts";
import { type Leftover, leftover } from "./leftover.ts";

/** What a compose directory shows of the run that made it. */
export interface ComposeTrace {
  readonly id: string;
  readonly path: string;
  /** `damaged`: the file holds another word. */
  readonly status: ComposeStatus | "absent" | "damaged";
  /** Of the process in work/owner.json; `absent` when there is none, or none that can be read. */
  readonly owner: Life | "absent";
  readonly hasWork: boolean;
  /** The link that was about to become `latest`. */
  readonly pendingLatest?: string;
}

/** The composes of an output directory; none when it is missing. */
export async function readComposeTraces(outputDir: string): Promise<ComposeTrace[]> {
  const names = await namesIn(outputDir);
  const traces: ComposeTrace[] = [];
  for (const id of (names ?? []).filter(isComposeId)) {
    const path = join(outputDir, id);
    const inside = await namesIn(path);
    if (inside === undefined) continue;
    const latest = `.latest-${id}`;
    traces.push({
      id,
      path,
      status: await statusIn(path),
      owner: await ownerIn(path),
      hasWork: inside.includes("work"),
      ...(names?.includes(latest) ? { pendingLatest: join(outputDir, latest) } : {}),
    });
  }
  return traces;
}

/** Whether anybody may still work on a compose. One without STATUS and owner is just being made. */
export function lifeOfCompose({ status, owner }: Pick<ComposeTrace, "status" | "owner">): Life {
  if (owner !== "absent") return owner;
  return status === "absent" ? "unknown" : "dead";
}

export function judgeCompose(trace: ComposeTrace): Leftover[] {
  if (lifeOfCompose(trace) !== "dead") return [];
  const { id, path, status, hasWork, pendingLatest } = trace;
  const [name, title] = [`compose:${id}`, `compose ${id}`];
  const links = pendingLatest === undefined ? [] : [halfMadeLatest(id, pendingLatest)];
  if (status === "damaged") {
    const hint = `Look at ${path}, and remove it when it is of no use.`;
    const detail = "its STATUS cannot be read";
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

async function statusIn(path: string): Promise<ComposeTrace["status"]> {
  const file = join(path, "STATUS");
  const text = (await readIfPresent(file))?.toString();
  if (text === undefined) return "absent";
  return unlessInvalid(() => parseStatus(text, file), "damaged");
}

async function ownerIn(path: string): Promise<ComposeTrace["owner"]> {
  const file = join(path, "work/owner.json");
  const text = (await readIfPresent(file))?.toString();
  if (text === undefined) return "absent";
  // Cut off in the middle by the crash.
  const record = unlessInvalid(() => ownerRecord.parse(text, file), undefined);
  return record === undefined ? "absent" : lifeOf(record.owner);
}

function unlessInvalid<T, E>(parse: () => T, otherwise: E): T | E {
  try {
    return parse();
  } catch (error) {
    if (error instanceof DebootcError) return otherwise;
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
