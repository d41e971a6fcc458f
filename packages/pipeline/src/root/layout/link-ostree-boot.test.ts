import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contentOf, refusalOf, rootOf } from "../root-scene.fixture.ts";
import { linkOstreeBoot } from "./link-ostree-boot.ts";

test("kernel and initramfs have a second name with the checksum of both", async () => {
  const modules = "/usr/lib/modules/6.12";
  const root = await rootOf({ [`${modules}/vmlinuz`]: "kernel", [`${modules}/initramfs.img`]: "initramfs" });
  await linkOstreeBoot(root, "6.12");
  const checksum = createHash("sha256").update("kernelinitramfs").digest("hex");
  const name = `/usr/lib/ostree-boot/vmlinuz-6.12-${checksum}`;

  expect(await contentOf(root)).toMatchObject({
    [name]: "kernel",
    [`/usr/lib/ostree-boot/initramfs-6.12.img-${checksum}`]: "initramfs",
  });
  expect((await root.stat(name))?.ino).toBe((await root.stat(`${modules}/vmlinuz`))?.ino);
});

test("a tree without an initramfs is refused", async () => {
  const root = await rootOf({ "/usr/lib/modules/6.12/vmlinuz": "kernel" });

  expect((await refusalOf(linkOstreeBoot(root, "6.12"))).code).toBe("layout-impossible");
});
