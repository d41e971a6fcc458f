import { execFile } from "node:child_process";
import { link, mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anyPath, anyTree } from "./tree.fixture.ts";
import type { TreeEntry } from "./tree-entry.ts";
import { treeResolver } from "./tree-resolver.ts";

async function plant(root: string, tree: readonly TreeEntry[]): Promise<void> {
  for (const { path, type, linkPath = "" } of tree) {
    const place = join(root, path);
    if (type === "directory") await mkdir(place, { recursive: true });
    else if (type === "symlink") await symlink(linkPath, place);
    else if (type === "hardlink") await link(join(root, linkPath), place);
    else await writeFile(place, "");
  }
}

/** Prints what the kernel finds at each path: one number with all links followed, and one for the name itself. */
const probe = `
  my $root = shift @ARGV;
  chroot $root or die "chroot: $!";
  for my $path (@ARGV) {
    my @end = stat "/$path";
    my $end = @end ? $end[1] : $!{ELOOP} ? "circle" : "nothing";
    my @self = lstat "/$path";
    print "$end ", @self ? $self[1] : "nothing", "\\n";
  }
`;

async function inChroot(root: string, paths: readonly string[]) {
  const { stdout } = await promisify(execFile)("perl", ["-e", probe, root, ...paths]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
}

test("paths lead where the kernel finds them in a chroot", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-chroot-"));
  let found = 0;
  let roots = 0;
  await fc.assert(
    fc.asyncProperty(anyTree, fc.array(anyPath, { minLength: 10, maxLength: 30 }), async (tree, paths) => {
      const root = join(work.path, String(roots++));
      await plant(root, tree);
      const { target, entry } = treeResolver(tree);
      const kernel = await inChroot(root, [
        ...paths,
        ...paths.map((path) => target(path) ?? "."),
        ...paths.map(entry),
      ]);
      for (const [index, path] of paths.entries()) {
        const [end, self] = kernel[index] ?? [];
        if (self !== "nothing") expect([path, kernel[2 * paths.length + index]?.[1]]).toEqual([path, self]);
        if (end === "circle") {
          expect([path, target(path)]).toEqual([path, undefined]);
        } else if (end !== "nothing") {
          found += 1;
          expect([path, kernel[paths.length + index]?.[1]]).toEqual([path, end]);
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(0);
});
