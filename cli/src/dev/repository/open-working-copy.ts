import { DebootcError } from "@debootc/core/error/debootc-error";
import { copyTree } from "@debootc/tools/files/copy-tree";
import { commitAll, initWorkingCopy, setDefaultAuthor, type WorkingCopy } from "@debootc/tools/working-copy";
import { existsSync, statSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { programPath } from "../../hub/program-path.ts";

interface Wanted {
  readonly directory: string;
  /** The files that it begins with; those of a template when absent. */
  readonly from: string | undefined;
  readonly author: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** What of a directory is not part of its files, or was made from them. */
const leftOut = [".git", "out", "node_modules"];

/** Opens the working copy, and makes it of the files that it begins with if it is not there. Throws `usage`. */
export async function openWorkingCopy(wanted: Wanted): Promise<WorkingCopy> {
  const { directory, from, author, env, signal } = wanted;
  const copy = { directory, env };
  if (existsSync(join(directory, ".git"))) {
    if (from === undefined) return copy;
    throw new DebootcError("usage", `--from cannot be used: ${directory} is there already`, {
      hint: "Leave the option out to go on with what is there, or remove the directory.",
    });
  }
  if (existsSync(directory)) {
    throw new DebootcError("usage", `${directory} is there, but is not a repository`, {
      hint: "Move it away, or choose another --directory.",
    });
  }
  const source = from ?? programPath("templates/fleet");
  if (statSync(source, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new DebootcError("usage", `--from is ${source}, which is not a directory`, {
      hint: "Name a directory whose files the repository is to begin with.",
    });
  }
  // Under another name until it is whole: a kill leaves nothing that looks like a working copy.
  const making = `${directory}.new`;
  await rm(making, { recursive: true, force: true });
  await copyTree(source, making, signal);
  for (const name of leftOut) await rm(join(making, name), { recursive: true, force: true });
  const made = { directory: making, env };
  await initWorkingCopy(made);
  await setDefaultAuthor(made, author);
  await commitAll(made, "Begin");
  await rename(making, directory);
  return copy;
}
