import { run } from "@debootc/tools/run";
import { chmod, chown, link, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sealTree } from "./seal-tree.ts";

let root: string;
const file = () => join(root, "usr", "file");

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "debootc-seal-"));
  await mkdir(join(root, "usr"));
  await writeFile(file(), "content");
  await writeFile(join(root, "usr", "other"), "content");
  await symlink("file", join(root, "usr", "link"));
});
afterEach(() => rm(root, { recursive: true }));

const attribute = (name: string) => run({ tool: "setfattr", args: ["--name", name, "--value", "1", file()] });

describe.runIf(process.getuid?.() === 0)("the seal of a tree", () => {
  test("is the same as long as nothing changes", async () => {
    expect(await sealTree(root)).toBe(await sealTree(root));
  });

  test.each<[string, () => Promise<unknown>]>([
    ["a byte", () => writeFile(file(), "cOntent")],
    ["a mode", () => chmod(file(), 0o4755)],
    ["an owner", () => chown(file(), 1, 0)],
    ["a time", () => utimes(file(), 1, 1)],
    ["an extended attribute", () => attribute("user.debootc")],
    ["a capability", () => run({ tool: "setcap", args: ["cap_net_raw+ep", file()] })],
    ["an empty directory more", () => mkdir(join(root, "empty"))],
    [
      "a link",
      async () => {
        await rm(join(root, "usr", "link"));
        await symlink("other", join(root, "usr", "link"));
      },
    ],
    [
      "a second name for the same file",
      async () => {
        await rm(join(root, "usr", "other"));
        await link(file(), join(root, "usr", "other"));
      },
    ],
    ["a pipe more", () => run({ tool: "mkfifo", args: [join(root, "pipe")] })],
  ])("changes with %s", async (_what, change) => {
    const before = await sealTree(root);
    await change();

    expect(await sealTree(root)).not.toBe(before);
  });
});
