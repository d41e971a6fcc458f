import { lintReport } from "@debootc/core/lint/lint-report";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openImage } from "../../image/open-image.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type ComposeScene,
  openComposeScene,
  recordsUpToRoot,
  withOtherTools,
} from "../compose-scene.fixture.ts";
import { imageNode } from "./image-node.ts";
import { layersNode } from "./layers-node.ts";
import { legNode } from "./leg-node.ts";
import { lintNode } from "./lint-node.ts";
import { metadataNode } from "./metadata-node.ts";
import { reportNode } from "./report-node.ts";
import { sbomNode } from "./sbom-node.ts";

/** Runs the nodes from a root to its image, each by itself. */
async function upToImage(scene: ComposeScene) {
  const records = await recordsUpToRoot(scene);
  const layers = await scene.run(layersNode, records);
  const image = await scene.run(imageNode, { ...records, layers: layers.output });
  return { layers, image, records: { ...records, layers: layers.output, image: image.output } };
}

let scene: ComposeScene;
let made: Awaited<ReturnType<typeof upToImage>>;
beforeAll(async () => {
  scene = await openComposeScene("container:\n  max-layers: 2\n  labels:\n    org.example.kind: scene\n");
  made = await upToImage(scene);
});
afterAll(() => scene[Symbol.asyncDispose]());

const commit = {
  ref: "scene",
  checksum: "0123456789abcdef".repeat(4),
  treeVersion: "1",
  bootable: false,
  timestamp: 0,
};

describe("from a root to an image", () => {
  test("layers and image are made once, and reused for the same inputs", async () => {
    const { layers, image, records } = made;
    const again = await scene.run(layersNode, records);
    const sameImage = await scene.run(imageNode, records, { base: `${scene.setting.base}-again` });

    expect([layers.reused, image.reused]).toEqual([false, false]);
    expect([again.reused, sameImage.reused]).toEqual([true, true]);
    expect(again.output).toEqual(layers.output);
    expect(sameImage.output).toEqual(image.output);
  });

  test("the same tree made with other versions of the tools is the same image", async () => {
    const records = { ...made.records, plan: withOtherTools(made.records.plan) };
    const elsewhere = await scene.run(imageNode, records, { base: `${scene.setting.base}-elsewhere` });

    expect(elsewhere.reused).toBe(false);
    expect(elsewhere.output.manifestDigest).toBe(made.image.output.manifestDigest);
  });

  test("every file is in a layer, and no layer is more than the plan allows", async () => {
    const { layers, records } = made;
    const { record, directory } = layers.output;

    expect(record.layers.length).toBeLessThanOrEqual(2);
    expect(record.layers.flatMap(({ components }) => components)).toContain("hello-source");
    expect(directory).toContain(join(scene.setting.outputDir, "../cache"));
    expect(record.layers.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(records.root.record.bytes);
  });

  test("the image is in the compose, of its architecture, lock and version", async () => {
    const { image, records } = made;
    const blob = (digest: string) =>
      readFile(join(scene.setting.base, "oci/blobs", digest.replace(":", "/")), "utf8");
    const config = JSON.parse(await blob(image.output.configDigest));

    expect(JSON.parse(await blob(image.output.manifestDigest)).layers).toHaveLength(
      records.layers.record.layers.length,
    );
    expect(config.config.Labels).toMatchObject({ "org.example.kind": "scene" });
    expect(JSON.stringify(config.config.Labels)).toContain(records.lock.digest);
    expect(Date.parse(config.created) / 1000).toBe(records.plan.root.timestamp);
    expect(image.output.bootable).toBe(false);
    expect(scene.reports).toContainEqual(
      expect.objectContaining({
        type: "artifact",
        kind: "oci-layout",
        path: join(scene.setting.base, "oci"),
        digest: image.output.manifestDigest,
      }),
    );
  });

  test("another version or lock is another image of the same layers", async () => {
    const { image, records } = made;
    const plan = { ...records.plan, treeVersion: "99" };
    const other = await scene.run(imageNode, { ...records, plan }, { base: `${scene.setting.base}-other` });

    expect(other.reused).toBe(false);
    expect(other.output.manifestDigest).not.toBe(image.output.manifestDigest);
    expect(other.output.diffIds).toEqual(image.output.diffIds);
  });
});

describe("from an image to what is told of it", () => {
  test("the linter judges the image once; its report names the compose", async () => {
    const { records } = made;
    const first = await scene.run(lintNode, records);
    const second = await scene.run(lintNode, records);
    const file = join(scene.setting.base, "lint.json");
    const { subject, ...outcome } = lintReport.parse(await readFile(file, "utf8"), file);

    expect([first.reused, second.reused]).toEqual([false, true]);
    expect(second.output).toEqual(first.output);
    expect(outcome).toEqual(first.output);
    expect(subject).toMatchObject({ kind: "compose", composeId: scene.setting.directory.id, path: "oci" });
  });

  test("the metadata names the image and the packages, and the lock gets the ids of the root", async () => {
    const { records } = made;
    const { output: sbom } = await scene.run(sbomNode, { ...records, commit });
    const { output: leg } = await scene.run(legNode, { ...records, commit, sbom });
    const { output } = await scene.runWhole(metadataNode, { leg });
    const read = async (name: string) =>
      JSON.parse(await readFile(join(scene.setting.directory.metadata, name), "utf8"));
    const { variant, treefile, directory } = scene.setting;
    const [image] = (await read("images.json")).payload.images[variant][treefile.architecture];
    const lock = JSON.parse(await readFile(records.lock.file, "utf8"));

    expect(output.paths).toHaveLength(3);
    expect(leg.composed.files).toMatchObject(
      Object.fromEntries(sbom.documents.map(({ file, digest }) => [file, digest])),
    );
    expect(image.path).toBe(`${variant}/${treefile.architecture}/oci`);
    expect(JSON.stringify(image)).toContain(records.image.manifestDigest.replace("sha256:", ""));
    expect(await read("packages.json")).toMatchObject({
      composeId: directory.id,
      variants: { [variant]: { [treefile.architecture]: [{ name: "hello" }] } },
    });
    expect((await read("composeinfo.json")).payload.compose.id).toBe(directory.id);
    expect(lock.architectures[treefile.architecture].ids).toEqual(records.root.record.ids);
  });

  test("the SBOMs are made once, name the commit and the image, and are attached to it", async () => {
    const { records } = made;
    const base = `${scene.setting.base}-described`;
    await scene.run(imageNode, records, { base });
    const text = (file: string) => readFile(join(base, file), "utf8");
    const ofCommit = (checksum: string) =>
      scene.run(sbomNode, { ...records, commit: { ...commit, checksum } }, { base });
    const first = await ofCommit("a".repeat(64));
    const [index, spdx] = [await text("oci/index.json"), await text("sbom.spdx.json")];
    const second = await ofCommit("a".repeat(64));

    expect([first.reused, second.reused]).toEqual([false, true]);
    expect(second.output).toEqual(first.output);
    expect(JSON.parse(index).manifests).toHaveLength(3);
    expect([await text("oci/index.json"), await text("sbom.spdx.json")]).toEqual([index, spdx]);
    expect(spdx).toContain(`ostree commit ${"a".repeat(64)}`);
    expect(spdx).toContain(records.image.manifestDigest.replace("sha256:", ""));
    expect(await text("sbom.cdx.json")).toContain("pkg:deb/debian/hello@1.0-1?arch=");
    const { manifestDigest } = await openImage(join(base, "oci"), { tag: "latest" });
    expect(manifestDigest).toBe(records.image.manifestDigest);
    expect((await ofCommit("b".repeat(64))).reused).toBe(false);
  });

  test("the report is written with and without the linter's word", async () => {
    const { records } = made;
    const { output: sbom } = await scene.run(sbomNode, { ...records, commit });
    const without = await scene.run(reportNode, { ...records, commit, sbom });
    const before = await readFile(without.output.path, "utf8");
    const { output: lint } = await scene.run(lintNode, records);
    await scene.run(reportNode, { ...records, commit, sbom, lint });
    const after = await readFile(without.output.path, "utf8");

    expect(without.output.path).toBe(join(scene.setting.directory.path, "report.html"));
    expect(before).toContain(scene.setting.directory.id);
    expect(before).toContain(commit.checksum.slice(0, 12));
    expect(before).toContain("hello");
    expect(before).toMatch(/href="compose\/scene\/[^/]+\/sbom\.spdx\.json"/);
    expect(before).toContain('href="compose/SHA256SUMS"');
    expect(after).not.toBe(before);
  });
});
