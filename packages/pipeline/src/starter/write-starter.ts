import { DebootcError } from "@debootc/core/error/debootc-error";
import { type StarterTemplate, starterTemplates } from "@debootc/core/starter/starter-template";
import { starterTreefile } from "@debootc/core/starter/starter-treefile";
import { loadTreefile } from "@debootc/core/treefile/load-treefile";
import { lstatSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { readIfPresent } from "@debootc/tools/files/paths";
import { fileReader } from "../treefile/file-reader.ts";
import { inspectOwnFile } from "../treefile/inspect-own-file.ts";
import { writeNewFiles } from "./write-new-files.ts";

const shipped = join(import.meta.dirname, "../../../../treefiles");
const image = join(import.meta.dirname, "../../../../templates/image");
const workflow = ".github/workflows/image.yml";
const ignoreFile = ".gitignore";

/** Names the treefile of a new directory. */
export const starterTreefileName = "system.yaml";

interface Wanted {
  /** Absolute path of the directory. */
  readonly directory: string;
  readonly template: StarterTemplate;
  readonly user: string;
  readonly keys: readonly string[];
}

/**
 * Fills a directory with a treefile, all that it includes, and what a repository of it needs. Returns the paths of the files
 * below the directory. A `.gitignore` that is there stays. Throws `usage` for other files that are there already, and
 * `results-unwritable`, and then writes nothing.
 */
export async function writeStarter({ directory, template, ...person }: Wanted): Promise<readonly string[]> {
  const copies = await shippedFiles(join(shipped, starterTemplates[template].treefile));
  const texts: Readonly<Record<string, string>> = {
    [starterTreefileName]: starterTreefile({ template, directory: basename(directory), ...person }),
    [ignoreFile]: await ignoredPaths(),
    [workflow]: (await readFile(join(image, workflow), "utf8")).replaceAll(
      "compose.yaml",
      starterTreefileName,
    ),
  };
  const paths = [...Object.keys(texts), ...copies].filter(
    (path) => path !== ignoreFile || !isTaken(join(directory, path)),
  );
  refuseExisting(directory, paths);
  const files = paths.map(
    async (path) => [path, texts[path] ?? (await readFile(join(shipped, path)))] as const,
  );
  await writeNewFiles(directory, new Map(await Promise.all(files)));
  return paths;
}

/** Returns what git should leave out, of a directory whose own `.gitignore` does not say so. */
export async function unignoredPaths(directory: string): Promise<readonly string[]> {
  const lines = (text: string) => text.split("\n").filter((line) => line !== "");
  const ignored = lines((await readIfPresent(join(directory, ignoreFile)))?.toString("utf8") ?? "");
  return lines(await ignoredPaths()).filter((line) => !ignored.includes(line));
}

function ignoredPaths(): Promise<string> {
  return readFile(join(image, ignoreFile), "utf8");
}

/** Returns the paths below `treefiles/` of a treefile, of all that it names on any architecture, and of what can be included. */
async function shippedFiles(file: string): Promise<readonly string[]> {
  const named = (["amd64", "arm64"] as const).flatMap((architecture) => {
    const { files, treefile } = loadTreefile({
      file,
      architecture,
      read: fileReader(file),
      inspect: inspectOwnFile,
    });
    return [...files, ...treefile.addFiles.map(({ source }) => source)];
  });
  const includes = await readdir(join(shipped, "include"));
  const all = [
    ...named.map((path) => relative(shipped, path)),
    ...includes.map((name) => join("include", name)),
    "treefile.schema.json",
  ];
  return [...new Set(all)].sort();
}

function refuseExisting(directory: string, paths: readonly string[]): void {
  const existing = paths.filter((path) => isTaken(join(directory, path)));
  if (existing.length === 0) return;
  const rest = existing.length > mostNamed ? ` and ${existing.length - mostNamed} more of these files` : "";
  throw new DebootcError(
    "usage",
    `${directory} already has ${existing.slice(0, mostNamed).join(", ")}${rest}`,
    {
      hint: "Nothing was written. Name another directory, or move these files away.",
    },
  );
}

const mostNamed = 5;

/** A link that leads nowhere takes a name as well. What cannot be looked at is found out by writing. */
function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
