import { type InstalledPackage, parseInstalledPackages } from "@debootc/core/dpkg/installed-package";
import type { OpenImage } from "../image/open-image.ts";
import { readImageFiles } from "../image/read-image-files.ts";
import type { ImageTree } from "../image/read-image-tree.ts";

/** Where dpkg keeps its status, and where an image has it that moved it into `/usr` without a link. */
const statusFiles = ["var/lib/dpkg/status", "usr/lib/sysimage/dpkg/status"];
/** Distroless images have a file for each package, beside one of checksums. */
const statusDirectory = "var/lib/dpkg/status.d";

/** The packages of an image by its own database of dpkg; undefined when it has none. */
export async function readPackages(
  image: OpenImage,
  tree: ImageTree,
  signal?: AbortSignal,
): Promise<InstalledPackage[] | undefined> {
  const status = statusFiles.find((path) => tree.find(path) !== undefined);
  const single = tree.list(statusDirectory).filter((path) => !path.endsWith(".md5sums"));
  const files = await readImageFiles(
    image,
    tree,
    status === undefined ? single : [status, ...single],
    signal,
  );
  if (files.size === 0) return undefined;
  return [...files.values()].flatMap((content) => parseInstalledPackages(content.toString()));
}
