import { DebootcError } from "@debootc/core/error/debootc-error";
import { type StarterTemplate, starterTemplates } from "@debootc/core/starter/starter-template";
import { starterTreefile } from "@debootc/core/starter/starter-treefile";
import { loadTreefile } from "@debootc/core/treefile/load-treefile";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileReader } from "../treefile/file-reader.ts";
import { inspectOwnFile } from "../treefile/inspect-own-file.ts";

const shipped = join(import.meta.dirname, "../../../../treefiles");
const image = join(import.meta.dirname, "../../../../templates/image");
const workflow = ".github/workflows/image.yml";

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
 * below the directory. Throws `usage` for files that are there already, and then writes nothing.
 */
export async function writeStarter({ directory, template, ...person }: Wanted): Promise<readonly string[]> {
  const copies = await shippedFiles(join(shipped, starterTemplates[template].treefile));
  const texts: Readonly<Record<string, string>> = {
    [starterTreefileName]: starterTreefile({ template, directory: basename(directory), ...person }),
    ".gitignore": await readFile(join(image, ".gitignore"), "utf8"),
    [workflow]: (await readFile(join(image, workflow), "utf8")).replaceAll(
      "compose.yaml",
      starterTreefileName,
    ),
  };
  const paths = [...Object.keys(texts), ...copies];
  refuseExisting(directory, paths);
  for (const path of paths) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    const text = texts[path];
    await (text === undefined
      ? copyFile(join(shipped, path), target)
      : writeFile(target, text, { flag: "wx" }));
  }
  return paths;
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
  const existing = paths.filter((path) => existsSync(join(directory, path)));
  if (existing.length === 0) return;
  throw new DebootcError("usage", `${directory} already has ${existing.join(", ")}`, {
    hint: "Nothing was written. Name another directory, or move these files away.",
  });
}
