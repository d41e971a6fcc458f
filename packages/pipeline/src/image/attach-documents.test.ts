import { digestOfBytes } from "@debootc/core/record/digest";
import { mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { attachDocuments } from "./attach-documents.ts";
import { writeLayout } from "./layout.fixture.ts";
import { openImage } from "./open-image.ts";
import { openLayout } from "./open-layout.ts";
import { referrersOf } from "./referrers-of.ts";
import { wholeEntry } from "./root.fixture.ts";

const file = wholeEntry({ path: "hostname", type: "file", bytes: Buffer.from("box") });

/** Makes a layout of one image, and a document about it. */
async function scene(text = "a document") {
  const work = await mkdtempDisposable(join(tmpdir(), "debootc-attach-"));
  const layout = await writeLayout(join(work.path, "oci"), [[file]]);
  const { manifestDigest: image } = await openImage(layout);
  const path = join(work.path, "about.json");
  await writeFile(path, text);
  const document = {
    ...{ path, title: "about.json", mediaType: "application/about+json" },
    ...{ digest: digestOfBytes(text), size: Buffer.byteLength(text) },
  };
  const attach = () => attachDocuments({ layout, image, timestamp: 0, documents: [document] });
  return { layout, image, document, attach, [Symbol.asyncDispose]: () => work.remove() };
}

describe("attachDocuments", () => {
  test("a document is a referrer of the image, and the tag and a layout without one still mean the image", async () => {
    await using made = await scene();
    await made.attach();

    const layout = await openLayout(made.layout);
    const [only, ...others] = await referrersOf(layout, made.image);
    expect(others).toEqual([]);
    expect(only?.descriptor).toMatchObject({ artifactType: "application/about+json" });
    expect(only?.descriptor).not.toHaveProperty("annotations");
    expect(only?.manifest).toMatchObject({
      artifactType: "application/about+json",
      config: { mediaType: "application/vnd.oci.empty.v1+json", size: 2 },
      layers: [
        { digest: made.document.digest, annotations: { "org.opencontainers.image.title": "about.json" } },
      ],
      subject: { digest: made.image },
      annotations: { "org.opencontainers.image.created": "1970-01-01T00:00:00Z" },
    });
    for (const choice of [{}, { tag: "latest" }, { architecture: "amd64" }, { preferred: "arm64" }]) {
      expect((await openImage(made.layout, choice)).manifestDigest).toBe(made.image);
    }
  });

  test("every blob is called by its digest", async () => {
    await using made = await scene();
    await made.attach();

    const blobs = join(made.layout, "blobs/sha256");
    for (const name of await readdir(blobs)) {
      expect(digestOfBytes(await readFile(join(blobs, name)))).toBe(`sha256:${name}`);
    }
  });

  test("what is attached again is attached once", async () => {
    await using made = await scene();
    await made.attach();
    const index = () => readFile(join(made.layout, "index.json"), "utf8");
    const once = await index();
    await made.attach();

    expect(await index()).toBe(once);
    expect(await readdir(made.layout)).not.toContain("index.json.new");
  });

  test("an image that the layout does not have gets nothing", async () => {
    await using made = await scene();
    const before = await readFile(join(made.layout, "index.json"), "utf8");
    const image = digestOfBytes("another");

    await expect(
      attachDocuments({ layout: made.layout, image, timestamp: 0, documents: [made.document] }),
    ).rejects.toMatchObject({ code: "image-invalid" });
    expect(await readFile(join(made.layout, "index.json"), "utf8")).toBe(before);
  });
});
