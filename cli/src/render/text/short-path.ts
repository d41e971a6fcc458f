import { relative, resolve } from "node:path";

/** Shortens a path to what people in `directory` would type: relative if it is below, absolute otherwise. */
export function shortPath(path: string, directory: string): string {
  const short = relative(directory, resolve(directory, path));
  return short === "" ? "." : /^\.\.(\/|$)/.test(short) ? path : short;
}
