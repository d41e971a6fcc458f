import { posix } from "node:path";
import type { Entry } from "../document/entry.ts";
import type { Layer } from "./layer.ts";
import { nodeAt, type Path } from "../document/position-map.ts";
import type { ProblemList } from "../document/problem-list.ts";
import { classifySource } from "../debian/source-argument.ts";
import { quoted } from "../text/quoted.ts";
import { pathOf } from "./keys/source-package-item.ts";
import { besideFile } from "../document/relative-path.ts";
import type { TextFault } from "../document/text-schema.ts";
import { elsewhere } from "../document/document-file.ts";

export type OwnFileKind = "file" | "directory" | "link";

/**
 * Looks at a file that a treefile names, without reading it: what it is, or why it cannot be used. `beside` is the
 * directory of that treefile, which links must not lead out of. Both paths are absolute.
 */
export type InspectFile = (source: string, beside: string) => OwnFileKind | TextFault;

/** Reports the files of the user's that cannot be used, and those that cannot go where they are to. */
export function checkOwnFiles({ lists }: Layer, inspect: InspectFile, problems: ProblemList): void {
  const look = (entry: Entry<unknown>, source: string, path: Path): OwnFileKind | undefined => {
    const found = inspect(besideFile(entry.file.path, source), posix.dirname(entry.file.path));
    if (typeof found === "string") return found;
    problems.add(entry.file, [{ path, given: quoted(source), ...found }]);
    return undefined;
  };
  for (const entry of lists.localPackages) {
    if (look(entry, entry.value, entry.path) !== "directory") continue;
    const hint = "Name each .deb file in it.";
    problems.add(entry.file, [{ path: entry.path, message: "the package is a directory", hint }]);
  }
  for (const entry of lists.sourcePackages) {
    const argument = classifySource(entry.value);
    const path = pathOf(argument);
    const found = path === undefined ? undefined : look(entry, path, entry.path);
    if (
      found === undefined ||
      found === "link" ||
      (found === "directory") === (argument.kind === "directory")
    )
      continue;
    const hint =
      found === "directory"
        ? "A directory is written with a slash at its end."
        : "Name the .dsc, or the directory of the unpacked source.";
    problems.add(entry.file, [{ path: entry.path, message: `the source package is a ${found}`, hint }]);
  }
  const files: Entry<readonly [string, string]>[] = [];
  for (const entry of lists.addFiles) {
    const [source, target] = entry.value;
    const [sourcePath, targetPath] = partsOfPair(entry);
    const kind = look(entry, source, sourcePath);
    const fault = kind === undefined ? undefined : targetFault(entry, kind, files);
    if (fault !== undefined)
      problems.add(entry.file, [{ path: targetPath, given: quoted(target), ...fault }]);
    if (kind !== undefined && kind !== "directory") files.push(entry);
  }
}

/** Places of source and destination of an added file, in a pair or in a map. */
export function partsOfPair({ file, path }: Entry<unknown>): readonly [Path, Path] {
  const isMap = nodeAt(file.root, path)?.kind === "mapping";
  return isMap
    ? [
        [...path, "source"],
        [...path, "destination"],
      ]
    : [
        [...path, 0],
        [...path, 1],
      ];
}

const directories = [
  "/etc",
  "/usr",
  "/usr/bin",
  "/usr/lib",
  "/usr/sbin",
  "/usr/share",
  "/etc/systemd/system",
];

/** `files` are the single files that are added before. */
function targetFault(
  { value: [source, target], file }: Entry<readonly [string, string]>,
  kind: OwnFileKind,
  files: readonly Entry<readonly [string, string]>[],
): TextFault | undefined {
  if (kind !== "directory" && directories.includes(target)) {
    const hint = `Write \`${posix.join(target, posix.basename(source))}\`.`;
    return { message: `a ${kind} cannot take the place of the directory ${target}`, hint };
  }
  const above = files.find(({ value }) => target.startsWith(`${value[1]}/`));
  if (above !== undefined) {
    const message = `${above.value[1]} is not a directory but a file, added in ${elsewhere(file, above.file, above.path)}`;
    return { message, hint: "Choose another place for one of the two." };
  }
  const same = files.find((other) => other.file.path === file.path && other.value[1] === target);
  if (same === undefined || kind === "directory" || same.value[0] === source) return undefined;
  const message = `another file goes to ${target} by ${elsewhere(file, same.file, same.path)}`;
  return { message, hint: "Remove one of the two." };
}
