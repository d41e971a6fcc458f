import { DebootcError } from "@debootc/core/error/debootc-error";
import { osReleaseValue } from "@debootc/core/os-release/os-release-value";
import type { TreeEntry } from "@debootc/core/tree/tree-entry";
import * as z from "zod";
import { readPackageDatabase } from "../layers/read-package-database.ts";
import { RootDirectory } from "../tree/root-directory.ts";

export const treeFactsSchema = z.strictObject({
  /** Release of the kernel; absent for a tree that cannot boot. */
  kernel: z.string().optional(),
  /** Debian's name; absent where no dpkg says it. */
  architecture: z.string().optional(),
  /** What the tree's os-release says. */
  version: z.string().optional(),
  /** When its newest file was changed, in seconds since 1970. */
  newest: z.int().min(0),
  packageCount: z.int().min(0),
});

/** Says what a tree is, as far as it says so itself. */
export type TreeFacts = z.infer<typeof treeFactsSchema>;

/** Reads from a tree what an image has to say about itself. Throws `layout-impossible` for a tree with several kernels. */
export async function readTreeFacts(path: string, entries: readonly TreeEntry[]): Promise<TreeFacts> {
  const root = new RootDirectory(path);
  const { packages } = await readPackageDatabase(path, entries);
  const osRelease = (await root.readTextUpTo(osReleaseLimit, "/etc/os-release")) ?? "";
  const version = versionKeys
    .map((key) => osReleaseValue(osRelease, key))
    .find((value) => value !== undefined);
  const architecture = packages.find(({ name }) => name === "dpkg")?.architecture;
  const kernel = kernelIn(entries);
  return {
    ...(kernel === undefined ? {} : { kernel }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(version === undefined ? {} : { version }),
    newest: entries.reduce(
      (newest, { type, mtime }) => (type === "file" ? Math.max(newest, mtime) : newest),
      0,
    ),
    packageCount: packages.length,
  };
}

const osReleaseLimit = 64 * 1024;
const versionKeys = ["IMAGE_VERSION", "OSTREE_VERSION", "VERSION_ID", "VERSION_CODENAME"];

function kernelIn(entries: readonly TreeEntry[]): string | undefined {
  const releases = entries.flatMap(
    ({ path }) => /^usr\/lib\/modules\/([^/]+)\/vmlinuz$/.exec(path)?.[1] ?? [],
  );
  if (releases.length <= 1) return releases[0];
  throw new DebootcError(
    "layout-impossible",
    `the tree has ${releases.length} kernels: ${releases.join(", ")}`,
    { hint: "An image boots one kernel: leave only one in /usr/lib/modules." },
  );
}
