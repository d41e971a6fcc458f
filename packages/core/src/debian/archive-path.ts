import { quoted } from "../text/quoted.ts";

/**
 * Returns why a `Filename` of an index cannot be the path of a file below the archive's root; undefined for one that
 * can. Clients make addresses and file names from it.
 */
export function archivePathFault(path: string): string | undefined {
  if (path === "") return "is empty";
  const shown = quoted(path);
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return `is ${shown}, which has control characters`;
  if (path.includes("\ufffd")) return `is ${shown}, which is not UTF-8`;
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path)) return `is ${shown}, an address instead of a path`;
  if (path.startsWith("/")) return `is ${shown}, an absolute path`;
  if (path.split("/").includes("..")) return `is ${shown}, which leads out of the archive`;
  const [strange] = /["'`\\]/.exec(path) ?? [];
  return strange === undefined ? undefined : `is ${shown}, which has the character ${strange}`;
}

/** States the rule of `archivePathFault` for messages. */
export const archivePathRule = "a path below the archive's root, without `..`, quotes and control characters";
