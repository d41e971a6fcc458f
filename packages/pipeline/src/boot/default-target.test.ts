import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { defaultTargetOf } from "./default-target.ts";
import { refuseKernelless } from "./refuse-kernelless.ts";

const local = "etc/systemd/system";
const vendor = "usr/lib/systemd/system";

async function rootWith(links: Readonly<Record<string, string>>) {
  const root = await mkdtempDisposable(join(tmpdir(), "debootc-target-"));
  for (const directory of [local, vendor]) await mkdir(join(root.path, directory), { recursive: true });
  for (const [directory, target] of Object.entries(links))
    await symlink(target, join(root.path, directory, "default.target"));
  return root;
}

test.each([
  ["the vendor's, where nothing else is set", { [vendor]: "graphical.target" }, "graphical.target"],
  [
    "the one in /etc, which wins over the vendor's",
    { [local]: "/usr/lib/systemd/system/multi-user.target", [vendor]: "graphical.target" },
    "multi-user.target",
  ],
])("the default target is %s", async (_, links, target) => {
  await using root = await rootWith(links);

  expect(await defaultTargetOf(root.path)).toBe(target);
});

test("a file in the place of the link does not hide the vendor's", async () => {
  await using root = await rootWith({ [vendor]: "graphical.target" });
  await writeFile(join(root.path, local, "default.target"), "[Unit]\n");

  expect(await defaultTargetOf(root.path)).toBe("graphical.target");
});

test("a tree without the link cannot be booted", async () => {
  await using root = await rootWith({});

  await expect(defaultTargetOf(root.path)).rejects.toMatchObject({
    code: "boot-unsupported",
    hint: expect.stringContaining("systemd-sysv"),
  });
});

test("a compose without a kernel cannot be booted, one with a kernel can", () => {
  const { kernel: _, ...kernelless } = legOfCompose("one");

  expect(() => refuseKernelless(kernelless)).toThrow(
    expect.objectContaining({
      code: "boot-unsupported",
      message: expect.stringContaining("one has no kernel"),
    }),
  );
  expect(() => refuseKernelless(legOfCompose("one"))).not.toThrow(DebootcError);
});
