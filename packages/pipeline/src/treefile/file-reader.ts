import { largestFile, type ReadFile, type Unreadable } from "@debootc/core/document/read-file";
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * Reads the files that a treefile names. It may name them in other directories, but by a path that says so: a link
 * must not lead out of the directory of the outermost treefile. Only regular files are read, and no more of them than
 * a treefile may weigh, since a pipe has no end and a device acts when it is opened.
 */
export function fileReader(outermost: string): ReadFile {
  const home = dirname(outermost);
  return (path) => {
    try {
      if (path === outermost) return directoryNamed(path) ?? readRegular(realpathSync(path));
      // The directory first, so that nobody learns what there is elsewhere.
      return escapeOf(dirname(path), realpathSync(dirname(path)), home) ?? readInside(path, home);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      return reasons.get(code) ?? { why: `cannot be read: ${code}` };
    }
  };
}

const mostNamed = 5;

/** Says what there is in a directory that was named instead of a treefile. */
function directoryNamed(path: string): Unreadable | undefined {
  if (!statSync(path).isDirectory()) return undefined;
  const why = "is a directory, not a file";
  const files = readdirSync(path, { withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const names = files.map(({ name }) => name).filter((name) => /\.ya?ml$/.test(name));
  // What `debootc init` makes includes all others.
  if (names.includes("system.yaml")) return { why, hint: `Name ${join(path, "system.yaml")}.` };
  if (names.length === 0) return { why };
  const more = names.length > mostNamed ? `, and ${names.length - mostNamed} more` : "";
  return { why, hint: `Name a file in it: ${names.sort().slice(0, mostNamed).join(", ")}${more}.` };
}

function readInside(path: string, home: string): Uint8Array | Unreadable {
  const real = realpathSync(path);
  return escapeOf(path, real, home) ?? readRegular(real);
}

function escapeOf(path: string, real: string, home: string): Unreadable | undefined {
  const common = commonDirectory(path, home);
  const realCommon = realpathSync(common);
  const isBelow =
    common === home ? isInside(real, realCommon) : real === join(realCommon, relative(common, path));
  if (isBelow) return undefined;
  return {
    why: `is reached by a link that leads out of ${common}, to ${real}`,
    hint: "Put a copy of the file in the place of the link.",
  };
}

/** The nearest directory that holds both. */
function commonDirectory(path: string, home: string): string {
  let common = home;
  while (!isInside(path, common)) common = dirname(common);
  return common;
}

function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

function readRegular(path: string): Uint8Array | Unreadable {
  // Devices and pipes are not even opened; should one take the file's place meanwhile, nobody waits for it.
  const before = statSync(path);
  if (!before.isFile()) return { why: `is ${kindOf(before)}, not a file` };
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return { why: `is ${kindOf(stat)}, not a file` };
    if (stat.size > largestFile) {
      return {
        why: `has ${stat.size} bytes, and debootc reads ${largestFile} at most`,
        hint: "Split it with `include`, or check that this is the right file.",
      };
    }
    const bytes = new Uint8Array(largestFile + 1);
    let length = 0;
    for (let read = 1; read > 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    return bytes.slice(0, length);
  } finally {
    closeSync(file);
  }
}

function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return "a directory";
  if (stat.isFIFO()) return "a pipe";
  return stat.isSocket() ? "a socket" : "a device";
}

const reasons: ReadonlyMap<string, Unreadable> = new Map([
  ["ENOENT", { why: "does not exist" }],
  ["ENOTDIR", { why: "does not exist: a part of its path is not a directory" }],
  ["EACCES", { why: "cannot be read by this user", hint: "Check its permissions." }],
  ["EPERM", { why: "cannot be read by this user", hint: "Check its permissions." }],
  ["ELOOP", { why: "is a link that leads to itself", hint: "Put the file in the place of the link." }],
  ["ENAMETOOLONG", { why: "has a name too long for a file", hint: "Check the path." }],
  ["EIO", { why: "cannot be read: the disk reports an error" }],
  ["ERR_INVALID_ARG_VALUE", { why: "has a name that no file can have", hint: "Check the path." }],
]);
