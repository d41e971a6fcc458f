import { run } from "@debootc/tools/run";
import { access, mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeTree } from "./remove-tree.ts";

test("directories so deep that no path leads there are removed", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-deep-"));
  const tree = join(directory.path, "tree");
  const dig =
    'mkdir "$0"; cd "$0"; for i in {1..300}; do mkdir a-name-of-some-length; cd a-name-of-some-length; done';
  await run({ tool: "bash", args: ["-c", dig, tree] });

  await removeTree(tree);
  await expect(access(tree)).rejects.toThrow("ENOENT");
  await removeTree(tree);
});
