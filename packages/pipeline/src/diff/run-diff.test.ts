import { mkdir, mkdtempDisposable, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { earlierComposeRecord } from "@debootc/core/compose/earlier-compose-record";
import { withTag } from "@debootc/core/oci/image-index";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LayoutFixture, writeLayout } from "../image/layout.fixture.ts";
import { wholeEntry } from "../image/root.fixture.ts";
import { composeAt } from "./earlier-compose.fixture.ts";
import { runDiff } from "./run-diff.ts";

const file = (path: string, text: string) => wholeEntry({ path, type: "file", bytes: Buffer.from(text) });
const link = (path: string, linkPath: string) => wholeEntry({ path, type: "symlink", linkPath });
const stanza = (name: string, version: string) =>
  `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\nInstalled-Size: 10\n\n`;

/** As Debian's own containers have it, and as ostree wants it. */
const plain = [file("var/lib/dpkg/status", stanza("hello", "1"))];
const moved = [
  link("var/lib/dpkg", "../../usr/lib/sysimage/dpkg"),
  file("usr/lib/sysimage/dpkg/status", stanza("hello", "2")),
  file("usr/lib/modules/6.12.48+deb13-amd64/vmlinuz", "kernel"),
  file("usr/lib/modules/left-over/modules.dep", ""),
];
const onlyMoved = [
  file("usr/lib/sysimage/dpkg/status", stanza("hello", "3")),
  file("boot/vmlinuz-6.1.0-1-amd64", "kernel"),
];
const distroless = [
  file("var/lib/dpkg/status.d/hello", stanza("hello", "4")),
  file("var/lib/dpkg/status.d/hello.md5sums", "x  usr/bin/hello\n"),
];
const without = [file("etc/hostname", "box")];

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-diff-"));
  for (const [name, layer] of Object.entries({ plain, moved, onlyMoved, distroless, without })) {
    await writeLayout(join(work.path, name), [layer]);
  }
});
afterAll(() => work.remove());

const place = (name: string) => join(work.path, name);

function diff(old: string, current: string, outputDir = work.path) {
  const named = (given: string) => ({ given, path: given.replace(/^oci:/, "") });
  const request = { old: named(old), new: named(current), files: false, arch: "amd64" as const, outputDir };
  return runDiff(request, { signal: new AbortController().signal });
}

describe("packages come from the image's own dpkg", () => {
  test.each([
    ["moved", "upgraded", "2"],
    ["onlyMoved", "upgraded", "3"],
    ["distroless", "upgraded", "4"],
  ])("of the image %s", async (name, change, to) => {
    const { packages } = await diff(place("plain"), place(name));

    expect(packages?.changes).toMatchObject([{ source: "hello", change, from: "1", to }]);
  });

  test("an image without one is compared by all else", async () => {
    const found = await diff(place("plain"), place("without"));

    expect(found.packages).toBeUndefined();
    expect(found.paths).toMatchObject({ added: 2, removed: 4 });
  });
});

test("kernels are found where bootc has them and where Debian has them", async () => {
  const found = await diff(place("moved"), place("onlyMoved"));

  expect(found.old.kernels).toEqual(["6.12.48+deb13-amd64"]);
  expect(found.new.kernels).toEqual(["6.1.0-1-amd64"]);
});

describe("which images are meant", () => {
  test("a layout is named by its directory, or as skopeo names it", async () => {
    const layout = new LayoutFixture(place("two"));
    const [a, b] = [await layout.image({ layers: [plain] }), await layout.image({ layers: [moved] })];
    await layout.finish(withTag(a, "1.0"), withTag(b, "2.0"));

    const found = await diff(`oci:${place("two")}:1.0`, `oci:${place("two")}:2.0`);

    expect(found.old).toMatchObject({ layout: place("two"), tag: "1.0", manifestDigest: a.digest });
    expect(found.new).toMatchObject({ tag: "2.0", manifestDigest: b.digest });
    expect((await diff(`oci:${place("plain")}`, place("plain"))).identical).toBe(true);
    await expect(diff(place("two"), place("plain"))).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("2 images"),
    });
  });

  test("of a layout with several architectures, the preferred one is taken", async () => {
    const layout = new LayoutFixture(place("many"));
    const [amd, arm] = [
      await layout.image({ layers: [plain], architecture: "amd64" }),
      await layout.image({ layers: [moved], architecture: "arm64" }),
    ];
    await layout.finish(arm, amd);

    expect((await diff(place("many"), place("plain"))).old.manifestDigest).toBe(amd.digest);
  });

  test("a compose is named by its ID or directory, also after it was moved", async () => {
    const outputDir = place("out");
    const made = join(outputDir, "made");
    const { directory, ...record } = composeAt(made);
    await mkdir(join(made, "compose/metadata"), { recursive: true });
    await writeFile(join(made, "STATUS"), "FINISHED\n");
    await writeFile(
      join(made, "compose/metadata/compose.json"),
      earlierComposeRecord.serialize({ directory, ...record }),
    );
    await writeLayout(join(made, "oci"), [plain], { tag: "1.0" });
    await rename(made, join(outputDir, "moved-0"));

    const found = await diff("moved-0", join(outputDir, "moved-0"), outputDir);

    expect(found.old.layout).toBe(join(outputDir, "moved-0", "oci"));
    expect(found.old.compose).toEqual({ id: "made-1-20261122.0", ref: "a/b", checksum: "0".repeat(64) });
    expect(found.identical).toBe(true);
  });

  test("a name that is neither is refused with both ways to name one", async () => {
    await expect(diff("nothing", place("plain"))).rejects.toMatchObject({
      code: "usage",
      hint: expect.stringMatching(/latest.*OCI layout/s),
    });
  });
});
