import type { Descriptor } from "@debootc/core/oci/descriptor";
import { withTag } from "@debootc/core/oci/image-index";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { digestOfBytes } from "@debootc/core/record/digest";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LayoutFixture } from "../../image/layout.fixture.ts";
import { writeImageIndexes } from "./write-image-indexes.ts";

async function images(work: string, architectures: readonly string[]) {
  const layout = new LayoutFixture(join(work, "oci"));
  const legs = [];
  for (const architecture of architectures) {
    const { digest } = await layout.image({ layers: [[]], architecture });
    const image = { layout: layout.path, manifestDigest: digest };
    legs.push({ variant: "edge", architecture, image });
  }
  await mkdir(join(work, "edge"));
  const paths = await writeImageIndexes(work, legs as never);
  return { layout, legs, paths };
}

test("of a variant for several architectures, one name gives each machine its image, as skopeo reads it", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-indexes-"));
  const { layout, paths } = await images(work.path, ["arm64", "amd64"]);

  expect(paths).toEqual([join(work.path, "edge/image-index.json")]);
  const bytes = await readFile(paths[0] ?? "");
  const index: Descriptor = await layout.blob(mediaTypes.index, bytes);
  expect(index.digest).toBe(digestOfBytes(bytes));
  await layout.finish(withTag(index, "13"));
  for (const architecture of ["amd64", "arm64"]) {
    const args = ["inspect", "--override-arch", architecture, "--format", "{{.Architecture}}"];
    const { stdout } = await run({ tool: "skopeo", args: [...args, `oci:${layout.path}:13`] });
    expect(stdout.trim()).toBe(architecture);
  }
});

test("its bytes do not depend on the order of the legs", async () => {
  await using one = await mkdtempDisposable(join(tmpdir(), "debootc-indexes-"));
  await using other = await mkdtempDisposable(join(tmpdir(), "debootc-indexes-"));
  const [first = ""] = (await images(one.path, ["arm64", "amd64"])).paths;
  const [second = ""] = (await images(other.path, ["amd64", "arm64"])).paths;

  expect(await readFile(first, "utf8")).toBe(await readFile(second, "utf8"));
});

test("a variant for one architecture has none", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-indexes-"));

  expect((await images(work.path, ["amd64"])).paths).toEqual([]);
});
