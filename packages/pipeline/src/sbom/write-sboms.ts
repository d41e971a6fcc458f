import { type DescribedPackage, parseDescribedPackages } from "@debootc/core/dpkg/described-package";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { digestOfBytes } from "@debootc/core/record/digest";
import { imageSbom } from "@debootc/core/sbom/image-sbom";
import type { SbomFile, SbomImage } from "@debootc/core/sbom/sbom";
import type { SbomRecord } from "@debootc/core/sbom/sbom-record";
import { sbomTexts } from "@debootc/core/sbom/sbom-texts";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RootDirectory } from "../tree/root-directory.ts";
import { declaredLicenses } from "./declared-licenses.ts";
import { hashedFileSchema } from "./hash-files-operation.ts";

interface Described {
  readonly image: SbomImage;
  /** The finished root that the image was made of. */
  readonly root: string;
  readonly locked: readonly LockedPackage[];
  /** What `hash-files` made of the root, if its files are to be listed. */
  readonly hashedFiles?: string | undefined;
}

/** Writes what an image consists of into a directory, in each format. Equal images give equal bytes. */
export async function writeSboms(
  { image, root, locked, hashedFiles }: Described,
  directory: string,
): Promise<SbomRecord> {
  const tree = new RootDirectory(root);
  const status = await tree.readText("/usr/lib/sysimage/dpkg/status");
  // A treefile may remove the database, but what it installed is there all the same.
  const installed = status === undefined ? locked.map(asInstalled) : parseDescribedPackages(status);
  const licenses = await declaredLicenses(
    tree,
    installed.map(({ name }) => name),
  );
  const files = hashedFiles === undefined ? undefined : await filesIn(hashedFiles);
  const texts = sbomTexts(imageSbom({ image, installed, locked, licenses, files }));
  await Promise.all(texts.map(({ file, text }) => writeFile(join(directory, file), text)));
  return {
    documents: texts.map(({ file, mediaType, text }) => ({
      file,
      mediaType,
      digest: digestOfBytes(text),
      size: Buffer.byteLength(text),
    })),
  };
}

async function filesIn(hashed: string): Promise<SbomFile[]> {
  const lines = (await readFile(hashed, "utf8")).split("\n").filter(Boolean);
  return lines.map((line) => hashedFileSchema.parse(JSON.parse(line)));
}

function asInstalled({
  name,
  version,
  architecture,
  source,
  sourceVersion,
}: LockedPackage): DescribedPackage {
  return { name, version, architecture, source, sourceVersion, installedSize: 0, depends: [], provides: [] };
}
