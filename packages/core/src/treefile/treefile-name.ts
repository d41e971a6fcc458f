import { posix } from "node:path";
import { quoted } from "../text/quoted.ts";

/** Names a treefile by its file, without the ending. */
export function treefileName(path: string): string {
  return posix.basename(path).replace(/\.[^.]+$/, "");
}

/** Returns what is wrong with the name of a treefile, which becomes part of the id of a compose; undefined if nothing. */
export function treefileNameFault(
  path: string,
): { readonly message: string; readonly allowed: string } | undefined {
  const name = treefileName(path);
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return undefined;
  return {
    message: `${quoted(name)} cannot name a compose`,
    allowed: "letters, digits, `.`, `_` and `-`, beginning with a letter or digit",
  };
}
