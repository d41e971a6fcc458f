import { fieldOf } from "@debootc/core/deb822/stanzas";
import type { Digest } from "@debootc/core/record/digest";
import { fileDigest } from "@debootc/tools/file-digest";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

export interface PlacedSource {
  readonly source: {
    readonly name: string;
    readonly version: string;
    readonly format: string;
    readonly dscName: string;
    readonly dsc: Digest;
    readonly files: readonly { name: string; size: number; sha256: Digest }[];
    readonly relations: Record<string, string | undefined>;
  };
  readonly directory: string;
}

export async function placeSource(argument: string, directory: string): Promise<PlacedSource> {
  const text = (await readFile(argument, "utf8")).replace(/^-----BEGIN[^]*?\n\n/, "");
  await mkdir(directory, { recursive: true });
  const files = (fieldOf(text, "Checksums-Sha256") ?? "")
    .trim()
    .split("\n")
    .map((line) => {
      const [sha256 = "", size = "", name = ""] = line.trim().split(/\s+/);
      return { name, size: Number(size), sha256: `sha256:${sha256}` as const };
    });
  const dscName = basename(argument);
  for (const name of [dscName, ...files.map((file) => file.name)])
    await copyFile(join(dirname(argument), name), join(directory, name));
  return {
    source: {
      name: fieldOf(text, "Source") ?? "",
      version: fieldOf(text, "Version") ?? "",
      format: fieldOf(text, "Format") ?? "",
      dscName,
      dsc: (await fileDigest(argument)).digest,
      files,
      relations: { buildDepends: fieldOf(text, "Build-Depends") },
    },
    directory,
  };
}
