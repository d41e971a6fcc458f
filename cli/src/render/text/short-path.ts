import { relative, resolve } from "node:path";

/** Shortens a path to what people in `directory` would type: relative if it is below, absolute otherwise, and never an option. */
export function shortPath(path: string, directory: string): string {
  const short = relative(directory, resolve(directory, path));
  if (short === "") return ".";
  if (/^\.\.(\/|$)/.test(short)) return path;
  return short.startsWith("-") ? `./${short}` : short;
}
