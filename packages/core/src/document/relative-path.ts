import { posix } from "node:path";
import { quoted } from "../text/quoted.ts";
import type { TextFault } from "./text-schema.ts";

/** Checks the path of a file that a treefile names: it stays below the directory of the treefile. */
export function ownFileFaults(text: string): readonly TextFault[] {
  const allowed = "a path below the directory of the treefile";
  const hint = "Put the file next to the treefile, or the item into a treefile next to the file.";
  if (text === "") return [{ message: "the path is empty", allowed }];
  if (text.startsWith("/")) return [{ message: `${quoted(text)} is an absolute path`, allowed, hint }];
  const normal = posix.normalize(text);
  if (normal !== ".." && !normal.startsWith("../")) return [];
  return [{ message: `${quoted(text)} leads out of the directory of the treefile`, allowed, hint }];
}

/** Checks an item of `local-packages`. */
export function debFileFaults(text: string): readonly TextFault[] {
  if (text.endsWith(".deb")) return ownFileFaults(text);
  const hint = /[/.]/.test(text)
    ? "Build the package first; a source package cannot be named."
    : "Name packages of an archive under `packages`.";
  return [{ message: `${quoted(text)} is not a .deb file`, allowed: "a path that ends in .deb", hint }];
}

/** Checks the path of an included treefile. */
export function includeFaults(text: string): readonly TextFault[] {
  const allowed = "a path relative to this file";
  if (text === "") return [{ message: "the path is empty", allowed }];
  if (/^[a-z][a-z0-9+.-]*:/.test(text)) {
    return [
      {
        message: `${quoted(text)} is not a local file`,
        allowed,
        hint: "Keep a copy of it next to this file.",
      },
    ];
  }
  if (text.startsWith("/")) {
    const hint = "Write it relative to this file, so that it is found on every machine.";
    return [{ message: `${quoted(text)} is an absolute path`, allowed, hint }];
  }
  // An error shows the line of the file, so nothing is read that does not have the name of a treefile.
  if (/\.(?:ya?ml|json)$/.test(text)) return [];
  const hint = "Rename the file: a treefile ends in .yaml.";
  const endings = "a path that ends in .yaml, .yml or .json";
  return [{ message: `${quoted(text)} is not a treefile by its name`, allowed: endings, hint }];
}

/** Resolves a path that a file names, relative to the directory of that file. */
export function besideFile(file: string, path: string): string {
  return posix.isAbsolute(path) ? posix.normalize(path) : posix.join(posix.dirname(file), path);
}
