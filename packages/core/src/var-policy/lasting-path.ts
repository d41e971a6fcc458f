/**
 * Describes parts of a name that another build or the next version of a package writes differently: a version, such as
 * that of a kernel, a number by itself, and a hash or another random number.
 */
const passing = [
  /\d+(?:\.\d+)+(?:[+~-][0-9A-Za-z.+~-]*)?/g,
  /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi,
  /(?<![0-9A-Za-z])(?=[a-f]*[0-9])[0-9a-f]{16,}(?![0-9A-Za-z])/gi,
  /^\d+$/g,
] as const;

/** Returns a pattern for a path that still matches it when a version in it changes: such parts become `*`. */
export function lastingPath(path: string): string {
  return path
    .split("/")
    .map((name) => passing.reduce((text, part) => text.replace(part, "*"), name))
    .join("/");
}

/** Checks whether a name, such as that of the package of a kernel, is of one version alone. */
export function isPassing(name: string): boolean {
  return lastingPath(name) !== name;
}
