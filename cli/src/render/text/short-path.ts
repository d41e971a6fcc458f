import { relative, resolve } from "node:path";

/** A path as people standing in `directory` would type it: relative when it is below, absolute otherwise. */
export function shortPath(path: string, directory: string): string {
  const short = relative(directory, resolve(directory, path));
  return short === "" ? "." : /^\.\.(\/|$)/.test(short) ? path : short;
}
