import { expect, test } from "vitest";
import { contentOf, refusalOf, rootOf } from "../root-scene.fixture.ts";
import { settleKernel } from "./settle-kernel.ts";

test("the kernel is next to its modules, and /boot is empty", async () => {
  const root = await rootOf({
    "/usr/lib/modules/6.12/modules.dep": "",
    "/boot/vmlinuz-6.12": "kernel",
    "/boot/config-6.12": "",
    "/vmlinuz": "->boot/vmlinuz-6.12",
    "/initrd.img.old": "->boot/x",
  });

  expect(await settleKernel(root)).toBe("6.12");
  expect(await contentOf(root)).toEqual({
    "/boot/": "",
    "/usr/lib/modules/6.12/modules.dep": "",
    "/usr/lib/modules/6.12/vmlinuz": "kernel",
  });
});

test("modules without a kernel make none", async () => {
  expect(await settleKernel(await rootOf({ "/usr/lib/modules/6.12/modules.dep": "" }))).toBeUndefined();
});

test("an image boots one kernel: two are refused by name", async () => {
  const root = await rootOf({
    "/usr/lib/modules/6.12/vmlinuz": "",
    "/usr/lib/modules/6.13/": "",
    "/boot/vmlinuz-6.13": "",
  });
  const error = await refusalOf(settleKernel(root));

  expect(error.code).toBe("layout-impossible");
  expect(error.message).toContain("6.12, 6.13");
});
