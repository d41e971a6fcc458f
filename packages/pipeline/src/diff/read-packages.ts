import { assignComponents } from "@debootc/core/layers/assign-components";
import { type InstalledPackage, parseInstalledPackages } from "@debootc/core/dpkg/installed-package";
import { parseDiversions, parseUcfRegistry } from "@debootc/core/dpkg/path-registries";
import type { OpenImage } from "../image/open-image.ts";
import { readImageFiles } from "../image/read-image-files.ts";
import type { ImageTree } from "../image/read-image-tree.ts";

/** Where dpkg keeps its database, and where an image keeps it that moved it into `/usr` without leaving a link. */
const databases = ["var/lib/dpkg", "usr/lib/sysimage/dpkg"];
/** Paths of ucf's registry: in our images, where /var/lib/ucf is a link, and in Debian. */
const registries = ["usr/lib/sysimage/ucf/registry", "var/lib/ucf/registry"];

export interface ImagePackages {
  readonly packages: readonly InstalledPackage[];
  /** The component of each path. */
  readonly components: ReadonlyMap<string, string>;
}

/** Reads the packages of an image from its dpkg database; returns undefined when it has none. */
export async function readPackages(
  image: OpenImage,
  tree: ImageTree,
  signal?: AbortSignal,
): Promise<ImagePackages | undefined> {
  const database = databases.find((path) => isFile(tree, `${path}/status`)) ?? databases[0];
  // Distroless images have one status file for each package, next to its checksums.
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
