import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { findTool } from "@debootc/tools/find-tool";
import { run } from "@debootc/tools/run";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeLayout } from "./layout.fixture.ts";
import { openImage } from "./open-image.ts";
import { hardRoot, wholeEntries } from "./root.fixture.ts";

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-open-"));
  await writeLayout(join(work.path, "ours"), [hardRoot], { mediaType: mediaTypes.layer });
});
afterAll(() => work.remove());

const skopeo = (...args: readonly string[]) => run({ tool: "skopeo", args: ["--insecure-policy", ...args] });

describe("an image that another tool wrote", () => {
  // zstd:chunked has a frame for each file, and skippable frames.
  test.each(["gzip", "zstd", "zstd:chunked"])("skopeo, packed as %s", async (format) => {
    const layout = join(work.path, format.replace(":", "-"));
    await skopeo(
      "copy",
      "--dest-compress-format",
      format,
      `oci:${work.path}/ours:latest`,
      `oci:${layout}:theirs`,
    );

    const image = await openImage(layout, { tag: "theirs", architecture: "amd64" });

    expect(image.manifest.layers[0]?.mediaType).toMatch(format === "gzip" ? /\+gzip$/ : /\+zstd$/);
    expect(await wholeEntries(image.readLayer(0))).toEqual(hardRoot);
  });

  test("umoci, of several layers", async ({ skip }) => {
    if ((await findTool("umoci")) === undefined) skip("umoci is not installed: apt-get install umoci");
    const layout = join(work.path, "umoci");
    await skopeo("copy", `oci:${work.path}/ours:latest`, `oci:${layout}:base`);
    const insert = ["insert", "--image", `${layout}:base`, "--tag", "more", "/etc/hostname", "/etc/hostname"];
    await run({ tool: "umoci", args: insert });

    const image = await openImage(layout, { tag: "more" });

    const [base, more] = [await wholeEntries(image.readLayer(0)), await wholeEntries(image.readLayer(1))];
    expect(base).toEqual(hardRoot);
    expect(more.map(({ entry }) => entry.path)).toContain("etc/hostname");
  });

  test("podman, from what Docker would save", async ({ skip }) => {
    if ((await findTool("podman")) === undefined) skip("podman is not installed: apt-get install podman");
    const storage = [
      "--root",
      join(work.path, "storage"),
      "--runroot",
      join(work.path, "run"),
      "--storage-driver=vfs",
    ];
    const podman = (...args: readonly string[]) => run({ tool: "podman", args: [...storage, ...args] });
    const archive = join(work.path, "docker.tar");
    await skopeo("copy", `oci:${work.path}/ours:latest`, `docker-archive:${archive}:localhost/small:1`);
    await podman("load", "--quiet", "--input", archive);
    const layout = join(work.path, "podman");
    await podman("push", "--quiet", "localhost/small:1", `oci:${layout}:pushed`);

    const image = await openImage(layout, { tag: "pushed", architecture: "amd64" });

    expect(await wholeEntries(image.readLayer(0))).toEqual(hardRoot);
  });
});
