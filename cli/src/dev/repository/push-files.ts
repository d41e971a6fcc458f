import { DebootcError } from "@debootc/core/error/debootc-error";
import type { PushStep } from "@debootc/core/scenario/scenario-schema";
import {
  branchOf,
  commitAll,
  pushRefs,
  switchTo,
  tagHead,
  type WorkingCopy,
} from "@debootc/tools/working-copy";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** Commits files to the working copy and pushes them, as people do by hand. Throws `scenario-failed`. */
export async function pushFiles(copy: WorkingCopy, step: PushStep): Promise<void> {
  const { files = {}, branch = "main", tag } = step;
  const before = await branchOf(copy);
  await switchTo(copy, branch);
  try {
    for (const [path, content] of Object.entries(files)) await place(copy, path, content);
    const made = await commitAll(copy, step.message ?? `Change ${Object.keys(files).join(", ")}`);
    if (!made && tag === undefined && Object.keys(files).length > 0)
      throw new DebootcError("scenario-failed", "the push changes nothing: the files are like that already");
    if (tag !== undefined) await tagHead(copy, tag);
    await pushRefs(copy, [branch, ...(tag === undefined ? [] : [`refs/tags/${tag}`])]);
  } finally {
    if (before !== undefined && before !== branch) await switchTo(copy, before);
  }
}

async function place(copy: WorkingCopy, path: string, content: string | null): Promise<void> {
  const target = join(copy.directory, path);
  const inside = relative(copy.directory, target);
  if (inside === "" || inside.startsWith("..") || /^\.git(?:\/|$)/.test(inside))
    throw new DebootcError("scenario-failed", `the path ${path} is not one of a file of the repository`);
  if (content === null) {
    await rm(target, { force: true });
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
}
