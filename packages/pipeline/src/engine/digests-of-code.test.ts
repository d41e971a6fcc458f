import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestsOfCode } from "./digests-of-code.ts";

const own = join(import.meta.dirname, "../../..");
const entries = {
  root: ["compose/nodes/root-node.ts"],
  commit: ["compose/nodes/commit-node.ts"],
  layers: ["compose/nodes/layers-node.ts"],
} as const;

let packages: string;
beforeAll(async () => {
  packages = await mkdtemp(join(tmpdir(), "debootc-code-"));
  for (const part of ["core/src", "core/package.json", "tools/src", "tools/data", "pipeline"])
    await cp(join(own, part), join(packages, part), {
      recursive: true,
      filter: (path) => !path.includes("/node_modules") && !path.includes("/fixtures"),
    });
});
afterAll(() => rm(packages, { recursive: true, force: true }));

/** Names of the digests that an edit of a file moves. The file is as before afterwards. */
async function movedBy(file: string): Promise<string[]> {
  const path = join(packages, file);
  const before = digestsOfCode(entries, packages);
  const text = await readFile(path, "utf8");
  await writeFile(path, `${text}\n`);
  const after = digestsOfCode(entries, packages);
  await writeFile(path, text);
  return (Object.keys(entries) as (keyof typeof entries)[]).filter((name) => before[name] !== after[name]);
}

describe("an edit", () => {
  test.each([
    ["of a node", "pipeline/src/compose/nodes/root-node.ts", ["root"]],
    ["of the operation that a node asks for", "pipeline/src/root/build-root-operation.ts", ["root"]],
    ["of what that imports far below", "pipeline/src/root/boot/make-initramfs.ts", ["root"]],
    ["of another package's module", "core/src/layers/pack-layers.ts", ["layers"]],
    ["of a data file that a module reads", "pipeline/data/var-rules.yaml", ["root"]],
    ["of a file in a data directory", "pipeline/src/root/boot/boot-completion/boot-trial.sh", ["root"]],
    ["of a script that a tool starts", "tools/data/enter-root.sh", ["root"]],
    ["of what all three go through", "pipeline/src/cache/cached-record.ts", ["root", "commit", "layers"]],
    ["of another command", "pipeline/src/doctor/run-doctor.ts", []],
    ["of the engine, which only calls nodes", "pipeline/src/engine/run-nodes.ts", []],
    ["of the linter", "core/src/lint/rules/etc/etc-usretc.ts", []],
    ["of a test", "pipeline/src/cache/local-cache.test.ts", []],
  ])("%s moves the digests of what it shapes, and no other", async (_, file, moved) => {
    expect(await movedBy(file)).toEqual(moved);
  });
});

test("where the packages are installed does not matter", async () => {
  expect(digestsOfCode(entries, packages)).toEqual(digestsOfCode(entries));
});

test.each([
  "commit/commit-tree.ts",
  "mock-build/build/build-package.ts",
  "worker/remove-tree-operation.ts",
  "mock-build/named-chroot/use-chroot-operation.ts",
])("what the worker can do is reached from it: %s", async (file) => {
  const worker = { worker: ["worker-process/main.ts"] };
  const before = digestsOfCode(worker, packages);
  await appendFile(join(packages, "pipeline/src", file), "\n");

  expect(digestsOfCode(worker, packages)).not.toEqual(before);
});
