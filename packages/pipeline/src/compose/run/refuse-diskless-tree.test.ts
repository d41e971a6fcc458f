import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { expect, test } from "vitest";
import { refuseDisklessTree, refuseKernellessDisk } from "./refuse-diskless-tree.ts";

const origin = { file: "/tree/tiny.yaml", line: 5, column: 11 };
const images = { formats: ["raw" as const], required: true, origin };
const options = { bootLoader: "grub", bootTries: 3, filesystem: "ext4", sizeMiB: 4096, origin } as const;
const wanting: Pick<ResolvedTreefile, "disk"> = { disk: { ...options, images } };
const place = { ...origin, key: "disk.images", hint: expect.stringContaining("add a kernel") };
const named = (...names: readonly string[]) => names.map((name) => ({ name }));

test("packages without a kernel are refused before anything is built, at the place of the images", () => {
  expect(() => refuseKernellessDisk(wanting, named("bash", "util-linux", "libselinux1"))).toThrow(
    expect.objectContaining({ code: "boot-unsupported", diagnostics: [expect.objectContaining(place)] }),
  );
});

test.each(["linux-image-amd64", "linux-image-6.12.57+deb13-amd64", "proxmox-kernel-6.8"])(
  "%s counts as a kernel",
  (name) => {
    expect(() => refuseKernellessDisk(wanting, named("bash", name))).not.toThrow();
  },
);

test("a tree that wants no image needs no kernel", () => {
  expect(() => refuseKernellessDisk({ disk: options }, named("bash"))).not.toThrow();
  expect(() => refuseKernellessDisk({ disk: undefined }, named("bash"))).not.toThrow();
});

test("a root without a kernel is refused at the same place, one with a kernel has its disk", () => {
  expect(() => refuseDisklessTree(wanting, undefined)).toThrow(
    expect.objectContaining({ diagnostics: [expect.objectContaining(place)] }),
  );
  expect(refuseDisklessTree(wanting, "6.12")).toMatchObject({ images, options });
});
