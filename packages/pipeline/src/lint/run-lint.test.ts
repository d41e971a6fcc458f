import { mkdir, mkdtempDisposable, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { blobPath } from "@debootc/core/oci/descriptor";
import { imageConfig } from "@debootc/core/oci/image-config";
import { withTag } from "@debootc/core/oci/image-index";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { platformOf } from "@debootc/core/oci/platform";
import { namedPlaceSchema } from "@debootc/core/request/fields/named-place";
import { digestOfBytes } from "@debootc/core/record/digest";
import { writeTar } from "@debootc/core/tar/write-tar";
import { describe, expect, test } from "vitest";
import { LayoutFixture, writeLayout } from "../image/layout.fixture.ts";
import { membersOf } from "../image/root.fixture.ts";
import { bootableRoot, changedRoot, file, hardlink } from "./bootable-root.fixture.ts";
import { runLint } from "./run-lint.ts";

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-run-lint-"));
const labels = { "containers.bootc": "1" };

function lint(subject: string, outputDir = "/nonexistent") {
  return runLint(
    {
      subject: namedPlaceSchema.parse(subject),
      skip: undefined,
      arch: "amd64",
      outputDir,
      cacheDir: outputDir,
    },
    { environment: { proxy: {}, user: { uid: 0, gid: 0 } }, signal: new AbortController().signal },
  );
}

describe("the subject of a lint", () => {
  test("an image of a layout, by its tag", async () => {
    await using directory = await temporaryDirectory();
    const layout = new LayoutFixture(directory.path);
    const good = await layout.image({ layers: [bootableRoot], labels });
    const other = await layout.image({ layers: [bootableRoot] });
    await layout.finish(withTag(good, "good"), withTag(other, "other"));

    for (const name of [`${directory.path}:good`, `oci:${directory.path}:good`]) {
      expect(await lint(name)).toMatchObject({ errors: 0, subject: { kind: "image", tag: "good", name } });
    }
    expect(await lint(`${directory.path}:other`)).toMatchObject({ errors: 1 });
    await expect(lint(directory.path)).rejects.toMatchObject({ code: "usage" });
    await expect(lint(`${directory.path}:none`)).rejects.toMatchObject({ code: "usage" });
  });

  test.each([
    "application/vnd.oci.image.layer.v1.tar",
    "application/vnd.oci.image.layer.v1.tar+gzip",
    "application/vnd.docker.image.rootfs.diff.tar.gzip",
  ])("an image with layers of the type %s", async (mediaType) => {
    await using directory = await temporaryDirectory();
    const upper = [file("usr/lib/modules/.wh.6.1.0"), file("boot/.wh..wh..opq"), file("etc/.wh.hostname")];
    const lower = changedRoot([file("boot/vmlinuz"), file("etc/hostname", "builder")]);
    await writeLayout(directory.path, [lower, upper], { labels, mediaType });

    expect(await lint(directory.path)).toMatchObject({ findings: [], subject: { tag: "latest" } });
  });

  test("a name that means nothing is refused, with what it could mean", async () => {
    await using directory = await temporaryDirectory();
    await writeFile(join(directory.path, "image.tar"), "");

    for (const name of [directory.path, join(directory.path, "image.tar")]) {
      await expect(lint(name)).rejects.toMatchObject({
        code: "usage",
        hint: expect.stringContaining("skopeo"),
      });
    }
    await expect(lint("no-such-compose")).rejects.toMatchObject({ code: "usage" });
  });

  test("a layout without its mark, and one without an index, are refused", async () => {
    await using directory = await temporaryDirectory();
    await mkdir(join(directory.path, "blobs"));
    await writeFile(join(directory.path, "index.json"), "{}");
    await expect(lint(directory.path)).rejects.toMatchObject({ code: "usage" });

    await writeFile(join(directory.path, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
    await expect(lint(directory.path)).rejects.toMatchObject({ code: "image-invalid" });
  });
});

describe("images that no tool can unpack", () => {
  test.each([
    ["a name that leads out", [file("../../etc/passwd", "x")], "image-invalid"],
    ["a hardlink that leads out", [hardlink("usr/x", "../../etc/shadow")], "image-invalid"],
    ["a hardlink to nothing", [hardlink("usr/x", "usr/y")], "image-invalid"],
    ["a name below a file", [file("usr/bin/mount/x")], "image-invalid"],
    ["a directory too deep", [file(`${"d/".repeat(2050)}x`)], "image-invalid"],
  ] as const)("%s", async (_, upper, code) => {
    await using directory = await temporaryDirectory();
    await writeLayout(directory.path, [bootableRoot, [...upper]], { labels });

    await expect(lint(directory.path)).rejects.toMatchObject({ code });
  });

  test("a truncated blob, and one with the wrong bytes", async () => {
    await using directory = await temporaryDirectory();
    const layout = new LayoutFixture(directory.path);
    const tar = await buffer(writeTar(membersOf(bootableRoot)));
    const layer = await layout.blob(mediaTypes.layer, tar);
    const config = (diffId: typeof layer.digest) =>
      imageConfig({
        platform: platformOf("amd64"),
        timestamp: 0,
        labels,
        layers: [{ diffId, createdBy: "" }],
      });

    await layout.finish(await layout.manifest([layer], config(digestOfBytes("other"))));
    await expect(lint(directory.path)).rejects.toMatchObject({ code: "image-invalid" });

    await layout.finish(await layout.manifest([layer], config(layer.digest)));
    await truncate(join(directory.path, blobPath(layer.digest)), tar.length - 512);
    await expect(lint(directory.path)).rejects.toMatchObject({ code: "image-invalid" });
  });
});
