import { assignComponents } from "@debootc/core/layers/assign-components";
import { type InstalledPackage, parseInstalledPackages } from "@debootc/core/dpkg/installed-package";
import { parseDiversions, parseUcfRegistry } from "@debootc/core/dpkg/path-registries";
import type { OpenImage } from "../image/open-image.ts";
import { readImageFiles } from "../image/read-image-files.ts";
import type { ImageTree } from "../image/read-image-tree.ts";

/** Where dpkg keeps its database, and where an image has it that moved it into `/usr` without a link. */
const databases = ["var/lib/dpkg", "usr/lib/sysimage/dpkg"];
/** Of the link that our images have, and of Debian's. */
const registries = ["usr/lib/sysimage/ucf/registry", "var/lib/ucf/registry"];

export interface ImagePackages {
  readonly packages: readonly InstalledPackage[];
  /** What each path belongs to. */
  readonly components: ReadonlyMap<string, string>;
}

/** The packages of an image by its own database of dpkg; undefined when it has none. */
export async function readPackages(
  image: OpenImage,
  tree: ImageTree,
  signal?: AbortSignal,
): Promise<ImagePackages | undefined> {
  const database = databases.find((path) => isFile(tree, `${path}/status`)) ?? databases[0];
  // Distroless images have a status of its own for each package, beside its checksums.
  const single = tree.list(`${database}/status.d`).filter((path) => !path.endsWith(".md5sums"));
  const lists = tree.list(`${database}/info`).filter((path) => path.endsWith(".list"));
  const wanted = [`${database}/status`, `${database}/diversions`, ...registries, ...single, ...lists];
  const files = await readImageFiles(image, tree, wanted, signal);
  const text = (path: string) => files.get(path)?.toString() ?? "";

  const packages = [`${database}/status`, ...single].flatMap((path) => parseInstalledPackages(text(path)));
  if (![`${database}/status`, ...single].some((path) => files.has(path))) return undefined;
  const filesOf = new Map(lists.map((path) => [nameOf(path), text(path).split("\n").filter(Boolean)]));
  return {
    packages,
    components: assignComponents(
      [...tree.entries.values()].map(({ entry }) => entry),
      {
        packages: packages.map((stanza) => ({
          ...stanza,
          files:
            filesOf.get(`${stanza.name}:${stanza.architecture}.list`) ??
            filesOf.get(`${stanza.name}.list`) ??
            [],
        })),
        diversions: parseDiversions(text(`${database}/diversions`)),
        managedFiles: registries.flatMap((path) => parseUcfRegistry(text(path))),
      },
    ),
  };
}

function isFile(tree: ImageTree, path: string): boolean {
  return tree.find(path)?.entry.type === "file";
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
