import { type ComposeinfoInput, composeinfoJson } from "@debootc/core/compose/composeinfo";
import { type ImagesInput, imagesJson } from "@debootc/core/compose/images-metadata";
import { digestOfBytes } from "@debootc/core/record/digest";
import { findTool } from "@debootc/tools/find-tool";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

// Debian has no package of productmd: `pip install productmd` brings it.
const hasProductmd =
  (await findTool("python3")) !== undefined &&
  (await run({ tool: "python3", args: ["-c", "import productmd"], accept: [0, 1] })).exitCode === 0;
if (!hasProductmd) {
  process.stderr.write(
    "productmd is not installed for python3: its own reader does not check our metadata\n",
  );
}

const id = { short: "my-image", version: "13.1", date: "20250131", type: "nightly", respin: 3 } as const;
const composeinfo: ComposeinfoInput = {
  id,
  label: "RC-1.0",
  release: { short: "my-image", name: "Mein Büro", version: "13.1" },
  variants: [
    {
      id: "13",
      name: "thirteen",
      architectures: [{ architecture: "armhf" }, { architecture: "amd64", images: "13/amd64" }],
    },
    { id: "9", name: "nine", architectures: [{ architecture: "ppc64el" }] },
  ],
};
const image = {
  variant: "13",
  architecture: "amd64",
  digest: digestOfBytes("x"),
  size: 3,
  mtime: 1,
  bootable: true,
};
const images: ImagesInput = {
  id,
  label: "RC-1.0",
  images: [
    { ...image, type: "bootable-container", format: "oci", path: "13/amd64/oci" },
    { ...image, type: "bootable-container", format: "ociarchive", path: "13/amd64/images/x.ociarchive" },
    { ...image, type: "raw-xz", format: "raw.xz", path: "13/armhf/images/x.raw.xz", architecture: "armhf" },
    {
      ...image,
      type: "container",
      format: "oci",
      path: "9/ppc64el/oci",
      architecture: "ppc64el",
      variant: "9",
    },
  ],
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-productmd-"));
  await mkdir(join(directory, "compose/metadata"), { recursive: true });
  await writeFile(join(directory, "compose/metadata/composeinfo.json"), composeinfoJson(composeinfo));
  await writeFile(join(directory, "compose/metadata/images.json"), imagesJson(images));
});
afterAll(() => rm(directory, { recursive: true }));

async function python(expression: string): Promise<string> {
  const script = `import sys, productmd.compose\ncompose = productmd.compose.Compose(sys.argv[1])\nprint(${expression})`;
  return (await run({ tool: "python3", args: ["-c", script, directory] })).stdout;
}

test.skipIf(!hasProductmd)("productmd reads composeinfo.json and would write the same bytes", async () => {
  expect(await python("compose.info.dumps()")).toBe(composeinfoJson(composeinfo));
});

test.skipIf(!hasProductmd)("productmd reads images.json and would write the same bytes", async () => {
  expect(await python("compose.images.dumps()")).toBe(imagesJson(images));
});

test.skipIf(!hasProductmd)("productmd would give the compose the same ID", async () => {
  expect(await python("compose.info.create_compose_id()")).toBe("my-image-13.1-20250131.n.3\n");
});
