import { describe, expect, test } from "vitest";
import { mergeLayers } from "../oci/merge-layers.ts";
import { digestOfBytes } from "../record/digest.ts";
import type { TarEntry } from "../tar/entry.ts";
import { type ComparedImage, diffImages } from "./diff-images.ts";
import { imageDiff } from "./image-diff.ts";

interface GivenLayer {
  /** Contents by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly components?: readonly string[];
  readonly packedBy?: string;
  readonly size?: number;
}

function image(layers: readonly GivenLayer[], more: Partial<ComparedImage> = {}): ComparedImage {
  const entries = layers.map(({ files }) =>
    Object.entries(files).map(
      ([path, text]): TarEntry => ({
        path,
        type: "file",
        mode: 0o644,
        uid: 0,
        gid: 0,
        size: text.length,
        mtime: 0,
        xattrs: new Map([["user.text", Buffer.from(text)]]),
      }),
    ),
  );
  const digestOf = (text: unknown) => digestOfBytes(JSON.stringify(text));
  return {
    identity: { layout: "/x", manifestDigest: digestOf(layers), architecture: "amd64", kernels: [] },
    labels: {},
    packages: [],
    layers: layers.map(({ files, components, packedBy, size = 100 }) => ({
      digest: digestOf([files, packedBy]),
      diffId: digestOf(files),
      size,
      ...(components === undefined ? {} : { components }),
    })),
    tree: {
      entries: mergeLayers(entries).entries,
      digestOf: ({ entry }) => digestOf(String(entry.xattrs.get("user.text"))),
    },
    ...more,
  };
}

const withPaths = { withPaths: false };
const base = { files: { "bin/sh": "shell" }, size: 1000, components: ["dash", "bash"] };
const hello1 = { files: { "bin/hello": "hello 1" }, size: 10, components: ["hello"] };
const hello2 = { files: { "bin/hello": "hello 2!" }, size: 12, components: ["hello"] };

describe("diffImages", () => {
  test("an image is identical to itself", () => {
    const diff = diffImages(image([base]), image([base]), withPaths);

    expect(diff).toMatchObject({
      identical: true,
      packages: { changes: [] },
      labels: [],
      paths: { added: 0, changed: 0 },
    });
    expect(imageDiff.parse(imageDiff.serialize(diff), "x")).toEqual(diff);
  });

  test("a host keeps the layers that both images have and fetches the others", () => {
    const { layers } = diffImages(image([base, hello1]), image([base, hello2]), withPaths);

    expect(layers).toMatchObject({
      kept: { count: 1, size: 1000 },
      fetched: { count: 1, size: 12 },
      repacked: { count: 0, size: 0 },
      dropped: { count: 1, size: 10 },
      changes: [
        { index: 0, state: "kept" },
        { index: 1, state: "new" },
      ],
    });
  });

  test("a layer that is only packed differently is fetched, and reported as repacked", () => {
    const { layers } = diffImages(
      image([base]),
      image([{ ...base, packedBy: "zstd", size: 900 }]),
      withPaths,
    );

    expect(layers).toMatchObject({ fetched: { count: 1, size: 900 }, repacked: { count: 1, size: 900 } });
    expect(layers.changes).toEqual([expect.not.objectContaining({ reason: expect.anything() })]);
  });

  test("a blob that an image contains twice is fetched once", () => {
    const { layers } = diffImages(image([base]), image([base, hello1, hello2, hello1]), withPaths);

    expect(layers).toMatchObject({ kept: { count: 1 }, fetched: { count: 2, size: 22 } });
    expect(layers.changes.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  describe("why a layer is new", () => {
    const reason = (old: ComparedImage, current: ComparedImage) =>
      diffImages(old, current, withPaths).layers.changes.find(({ state }) => state === "new")?.reason;
    const owners = (entries: Readonly<Record<string, string>>) => ({
      components: new Map(Object.entries(entries)),
    });

    test("one of its components changed", () => {
      const current = image([base, hello2], owners({ "bin/hello": "hello" }));

      expect(reason(image([base, hello1]), current)).toEqual({
        changed: [{ component: "hello", paths: 1, bytes: 8, example: "bin/hello" }],
        joined: [],
        left: [],
      });
    });

    test("one of its components lost a path", () => {
      const both = { files: { ...hello1.files, "bin/bye": "bye" }, components: ["hello"] };
      const old = image([base, both], owners({ "bin/bye": "hello" }));

      expect(reason(old, image([base, hello1]))).toMatchObject({
        changed: [{ component: "hello", paths: 1, bytes: 0, example: "bin/bye" }],
      });
    });

    test("components came from another layer, or moved to one", () => {
      const moved = { files: { "bin/sh": "shell", "bin/x": "x" }, components: ["dash", "coreutils"] };

      expect(reason(image([base, hello1]), image([moved, hello1]))).toMatchObject({
        joined: ["coreutils"],
        left: ["bash"],
      });
    });

    test("if the image names no components, the paths explain it, largest part first", () => {
      const { components: _a, ...before } = base;
      const after = { files: { ...base.files, a: "1", b: "22", c: "3" } };

      expect(reason(image([before]), image([after], owners({ a: "one", b: "two" })))).toEqual({
        changed: [
          { component: "two", paths: 1, bytes: 2, example: "b" },
          { component: "one", paths: 1, bytes: 1, example: "a" },
          { paths: 1, bytes: 1, example: "c" },
        ],
        joined: [],
        left: [],
      });
    });
  });

  test("an image without dpkg has no packages to compare", () => {
    const { packages: _packages, ...without } = image([base]);
    const diff = diffImages(image([base]), without, withPaths);

    expect(diff).not.toHaveProperty("packages");
    expect(diff).toMatchObject({ old: { packages: { count: 0 } } });
    expect(diff.new).not.toHaveProperty("packages");
  });

  test("labels that differ are listed, except those of layers", () => {
    const diff = diffImages(
      image([base], { labels: { a: "1", b: "1", gone: "x", "debootc.layers": "a" } }),
      image([base], { labels: { a: "2", b: "1", new: "y", "debootc.layers": "b" } }),
      withPaths,
    );

    expect(diff.labels).toEqual([
      { name: "a", from: "1", to: "2" },
      { name: "gone", from: "x" },
      { name: "new", to: "y" },
    ]);
  });

  test("paths are counted, and listed on request", () => {
    const [old, current] = [image([base, hello1]), image([base, hello2, { files: { new: "n" } }])];

    expect(diffImages(old, current, { withPaths: false }).paths).toEqual({
      added: 1,
      removed: 0,
      changed: 1,
    });
    expect(diffImages(old, current, { withPaths: true }).paths.changes).toMatchObject([
      { path: "bin/hello", change: "changed", layer: 1 },
      { path: "new", change: "added", layer: 2 },
    ]);
  });
});
