import { type ComposeStatus, parseStatus } from "@debootc/core/compose/compose-status";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { readIfPresent } from "@debootc/tools/files/paths";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Life, lifeOf } from "../cache/process-identity.ts";
import { ownerRecord } from "./owner-record.ts";

/** Describes what a compose directory shows of the run that made it. */
export interface ComposeState {
  /** `damaged`: the file contains no valid status. */
  readonly status: ComposeStatus | "absent" | "damaged";
  /** Life of the process in work/owner.json; `absent` if that file is missing or cannot be read. */
  readonly owner: Life | "absent";
}

/** Reads what a directory shows of its run; undefined where there is none. */
export async function readComposeState(path: string): Promise<ComposeState | undefined> {
  const facts = await lstat(path).catch(() => undefined);
  return facts?.isDirectory() === true
    ? { status: await statusIn(path), owner: await ownerIn(path) }
    : undefined;
}

/** Judges whether a run may still work on a compose. One without STATUS and owner may just be starting. */
export function lifeOfCompose({ status, owner }: ComposeState): Life {
  if (owner !== "absent") return owner;
  return status === "absent" ? "unknown" : "dead";
}

async function statusIn(path: string): Promise<ComposeState["status"]> {
  const file = join(path, "STATUS");
  const text = (await readIfPresent(file))?.toString();
  if (text === undefined) return "absent";
  return unlessInvalid(() => parseStatus(text, file), "damaged");
}

async function ownerIn(path: string): Promise<ComposeState["owner"]> {
  const file = join(path, "work/owner.json");
  const text = (await readIfPresent(file))?.toString();
  if (text === undefined) return "absent";
  // The crash may have truncated it.
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
