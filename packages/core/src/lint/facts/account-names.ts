import { parseGroup, parsePasswd } from "../../ids/account-files.ts";
import type { LintTree } from "../subject/lint-tree.ts";

export const accountFiles = /^\/etc\/(passwd|group)$/;

/** The number of a user by its name in the image, or of `#5`; undefined when the image does not know it. */
export function uidOf(tree: LintTree, user: string): number | undefined {
  if (user === "root") return 0;
  return numbered(user) ?? parsePasswd(tree.text("/etc/passwd") ?? "").find(({ name }) => name === user)?.uid;
}

export function gidOf(tree: LintTree, group: string): number | undefined {
  if (group === "root") return 0;
  return numbered(group) ?? parseGroup(tree.text("/etc/group") ?? "").find(({ name }) => name === group)?.gid;
}

function numbered(name: string): number | undefined {
  return /^#[0-9]+$/.test(name) ? Number(name.slice(1)) : undefined;
}
