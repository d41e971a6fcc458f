import { describe, expect, test } from "vitest";
import { errorsOf, loadFromMemory, treefilePath } from "../../load-from-memory.fixture.ts";

const head = "ref: debian/test\nsuite: trixie\n";

describe("disk", () => {
  test("without it no disk can be made", () => {
    expect(loadFromMemory(head).treefile.disk).toBeUndefined();
  });

  test("one key of it is enough, the others have their defaults", () => {
    expect(loadFromMemory(`${head}disk: {size: 1T}\n`).treefile.disk).toEqual({
      bootLoader: "grub",
      bootTries: 3,
      filesystem: "ext4",
      sizeMiB: 1024 * 1024,
      origin: { file: "/tree/system.yaml", line: 3, column: 14 },
    });
  });

  test("Secure Boot is refused with the reason", () => {
    expect(errorsOf(`${head}disk: {secure-boot: true}\n`)).toMatchObject([
      { line: 3, hint: expect.stringContaining("signed GRUB") },
    ]);
  });

  test("images are each wanted once, in one order, and a compose fails without them", () => {
    expect(loadFromMemory(`${head}disk: {images: [qcow2, raw, qcow2]}\n`).treefile.disk).toMatchObject({
      bootLoader: "grub",
      images: {
        formats: ["raw", "qcow2"],
        required: true,
        origin: { file: "/tree/system.yaml", line: 3, column: 16 },
      },
    });
  });

  test("the images of the including file count, and an empty list means none", () => {
    const included = "disk: {size: 8G, images: [raw, qcow2], images-required: false}\n";
    const including = (disk: string) =>
      loadFromMemory({ [treefilePath]: `${head}include: base.yaml\n${disk}`, "/tree/base.yaml": included })
        .treefile.disk;

    expect(including("")?.images).toMatchObject({ formats: ["raw", "qcow2"], required: false });
    expect(including("disk: {images: [raw]}\n")?.images).toMatchObject({ formats: ["raw"], required: false });
    expect(including("disk: {images: []}\n")).toMatchObject({ sizeMiB: 8192 });
    expect(including("disk: {images: []}\n")).not.toHaveProperty("images");
  });

  test("an unknown format is refused at its place", () => {
    expect(errorsOf(`${head}disk: {images: [raw, vmdk]}\n`)).toMatchObject([
      { line: 3, column: 22, key: "disk.images[1]", allowed: "raw, qcow2" },
    ]);
  });
});
