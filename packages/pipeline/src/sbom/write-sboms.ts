import { type DescribedPackage, parseDescribedPackages } from "@debootc/core/dpkg/described-package";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { digestOfBytes } from "@debootc/core/record/digest";
import { imageSbom } from "@debootc/core/sbom/image-sbom";
import type { SbomImage } from "@debootc/core/sbom/sbom";
import type { SbomRecord } from "@debootc/core/sbom/sbom-record";
import { sbomTexts } from "@debootc/core/sbom/sbom-texts";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RootDirectory } from "../tree/root-directory.ts";
import { declaredLicenses } from "./declared-licenses.ts";

interface Described {
  readonly image: SbomImage;
  /** The finished root that the image was made of. */
  readonly root: string;
  readonly locked: readonly LockedPackage[];
}

/** Writes what an image consists of into a directory, in each format. Equal images give equal bytes. */
export async function writeSboms({ image, root, locked }: Described, directory: string): Promise<SbomRecord> {
  const tree = new RootDirectory(root);
  const status = await tree.readText("/usr/lib/sysimage/dpkg/status");
  // A treefile may remove the database, but what it installed is there all the same.
  const installed = status === undefined ? locked.map(asInstalled) : parseDescribedPackages(status);
  const licenses = await declaredLicenses(
    tree,
    installed.map(({ name }) => name),
  );
  const texts = sbomTexts(imageSbom({ image, installed, locked, licenses }));
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

function asInstalled({
  name,
  version,
  architecture,
  source,
  sourceVersion,
}: LockedPackage): DescribedPackage {
  return { name, version, architecture, source, sourceVersion, installedSize: 0, depends: [], provides: [] };
}
