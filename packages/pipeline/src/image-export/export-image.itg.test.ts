import { run } from "@debootc/tools/run";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identifyProcess } from "../cache/process-identity.ts";
import { makeStagingDirectory } from "../cache/staging-area.ts";
import { openImage } from "../image/open-image.ts";
import { finishedCompose } from "../push/finished-compose.fixture.ts";
import { newest, openExportScene } from "./export-scene.fixture.ts";

let scene: Awaited<ReturnType<typeof openExportScene>>;
beforeAll(async () => {
  scene = await openExportScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

const tar = (...args: string[]) => run({ tool: "tar", args });
const diffIds = ({ layers }: { readonly layers: readonly { readonly diffId: string }[] }) =>
  layers.map(({ diffId }) => diffId);
/** No file is older, so that none has a time, as those of a commit. */
const timeless = { timestamp: "1970-01-01T00:00:00Z" };

describe("an image of a tree", () => {
  test("is the same of a root, of its archive and of commits that ostree itself made", async () => {
    await tar("--create", "--zstd", `--file=${scene.path("root.tar.zst")}`, `--directory=${scene.root}`, ".");
    const { repo } = await scene.committed("archive-repo");
    const bare = await scene.committed("bare-user-repo", [], "bare-user");
    await rename(`${scene.root}/etc`, `${scene.root}/usr/etc`);
    const ostreeLike = await scene.committed("usr-etc-repo");
    await rename(`${scene.root}/usr/etc`, `${scene.root}/etc`);

    const root = await scene.image(scene.root, "of-root", timeless);
    const others = {
      archive: await scene.image(scene.path("root.tar.zst"), "of-archive", timeless),
      commit: await scene.image(repo, "of-commit", { ref: "other/tree", ...timeless }),
      bare: await scene.image(bare.repo, "of-bare", timeless),
      "a commit with /usr/etc": await scene.image(ostreeLike.repo, "of-usr-etc", timeless),
    };

    expect(root.layers.length).toBeGreaterThan(1);
    for (const [of, image] of Object.entries(others))
      expect([of, ...diffIds(image)]).toEqual([of, ...diffIds(root)]);
  });

  test("is the same each time, as a layout and as one file", async () => {
    const images = [];
    for (const to of ["first", "second"])
      images.push({
        layout: await scene.image(scene.root, `${to}-layout`),
        archive: await scene.image(scene.root, `${to}.tar`, { format: "oci-archive" }),
      });
    const [first, second] = images;

    expect(first?.layout.manifestDigest).toBe(second?.archive.manifestDigest);
    expect(await readFile(scene.path("first.tar"))).toEqual(await readFile(scene.path("second.tar")));
    const inside = await tar("--list", `--file=${scene.path("first.tar")}`);
    expect(inside.stdout).toContain("./oci-layout");
  });

  test("says what the commit says, and what the tree says where the commit does not", async () => {
    const { repo, checksum } = await scene.committed("told", ["--add-metadata-string=version=7.5"]);
    const ofCommit = await scene.image(repo, "told-commit", { ref: checksum });
    const ofRoot = await scene.image(scene.root, "told-root", { label: ["org.example.team=a=b"] });
    const labels = async (name: string) => (await openImage(scene.path(name))).config.config?.Labels ?? {};

    expect(ofCommit).toMatchObject({
      source: "commit",
      of: checksum,
      treeVersion: "7.5",
      architecture: "arm64",
    });
    expect(await labels("told-commit")).toMatchObject({
      "containers.bootc": "1",
      "debootc.kernel": "6.12.1",
      "org.opencontainers.image.created": "2025-01-02T03:04:05Z",
      "org.opencontainers.image.version": "7.5",
    });
    expect(await labels("told-commit")).not.toHaveProperty(["debootc.lock"]);
    expect(ofRoot).toMatchObject({ source: "root", of: scene.root, treeVersion: "13", kernel: "6.12.1" });
    expect(await labels("told-root")).toMatchObject({
      "org.example.team": "a=b",
      "org.opencontainers.image.created": new Date(newest * 1000).toISOString().replace(".000Z", "Z"),
    });
  });

  test("keeps the layers of an image before it", async () => {
    const before = await scene.image(scene.root, "kept-before", timeless);
    await writeFile(`${scene.root}/etc/added.conf`, "new\n");
    const after = await scene.image(scene.root, "kept-after", {
      previousImage: scene.path("kept-before"),
      maxLayers: 2,
      ...timeless,
    });
    await rm(`${scene.root}/etc/added.conf`);

    const kept = diffIds(after).filter((diffId) => diffIds(before).includes(diffId));
    expect(kept.length).toBe(after.layers.length - 1);
  });

  test("leaves its source as it was, and nothing else where it is", async () => {
    const { repo } = await scene.committed("untouched");
    const state = () => run({ tool: "find", args: [repo, "-printf", "%p %s %C@\n"] });
    const before = await state();
    await mkdir(scene.path("place"));
    await scene.image(repo, "place/image");

    expect((await state()).stdout).toBe(before.stdout);
    expect(await readdir(scene.path("place"))).toEqual(["image"]);
  });
});

test("the image of a compose is copied as it is, and nothing else can be wished of it", async () => {
  const id = "one-1-20261130.0";
  await finishedCompose(scene.path("out"), id, ["minimal/amd64"]);
  const inside = `out/${id}/compose/minimal/amd64`;
  const { manifestDigest, layers } = await openImage(scene.path(`${inside}/oci`));
  const image = await scene.image(`${id}/minimal/amd64`, "of-compose");

  expect(image).toMatchObject({ source: "compose", of: id, manifestDigest });
  expect(diffIds(image)).toEqual(layers.map(({ diffId }) => diffId));
  expect((await openImage(scene.path("of-compose"))).manifestDigest).toBe(manifestDigest);
  expect(await scene.image(scene.path(inside), "of-leg")).toMatchObject({ manifestDigest });
  const wishes = { label: ["a=b"], maxLayers: 3, imageCompression: "gzip" };
  await expect(scene.image(id, "refused", wishes)).rejects.toThrow(
    "without --image-compression, --label, --max-layers",
  );
});

test("what a killed export left is removed by the next one", async () => {
  const child = spawn("sleep", ["600"]);
  const area = scene.path("again/.debootc-export");
  await mkdir(area, { recursive: true });
  await makeStagingDirectory(area, await identifyProcess(child.pid ?? 0));
  child.kill("SIGKILL");
  await once(child, "exit");
  await scene.image(scene.root, "again/image");

  expect(await readdir(scene.path("again"))).toEqual(["image"]);
});

test("several exports may write into one directory at the same time", async () => {
  const names = ["one", "two", "three"];
  const images = await Promise.all(names.map((name) => scene.image(scene.root, `together/${name}`)));

  expect(new Set(images.map(({ manifestDigest }) => manifestDigest)).size).toBe(1);
  expect((await readdir(scene.path("together"))).toSorted()).toEqual(names.toSorted());
});

describe("no image is made", () => {
  const refusals: [string, string, () => Promise<unknown>][] = [
    [
      "where something is already",
      "results-unwritable",
      async () => {
        await mkdir(scene.path("taken"));
        return scene.image(scene.root, "taken");
      },
    ],
    [
      "of a root with what no image can hold",
      "layout-impossible",
      async () => {
        await run({ tool: "mkfifo", args: [`${scene.root}/etc/pipe`] });
        return scene.image(scene.root, "refused").finally(() => rm(`${scene.root}/etc/pipe`));
      },
    ],
    [
      "of a root with two kernels",
      "layout-impossible",
      async () => {
        const second = `${scene.root}/usr/lib/modules/6.13`;
        await mkdir(second);
        await writeFile(`${second}/vmlinuz`, "x");
        return scene.image(scene.root, "refused").finally(() => rm(second, { recursive: true }));
      },
    ],
    [
      "of a repository with several refs, unless one is named",
      "usage",
      async () => {
        const { repo, checksum } = await scene.committed("several");
        await run({ tool: "ostree", args: [`--repo=${repo}`, "refs", "--create=another", checksum] });
        return scene.image(repo, "refused");
      },
    ],
    ["of a ref of what is no repository", "usage", () => scene.image(scene.root, "refused", { ref: "a/b" })],
    [
      "of a repository that lacks a part of the commit",
      "tool-failed",
      async () => {
        const { repo } = await scene.committed("partial");
        const { stdout } = await run({ tool: "find", args: [repo, "-name", "*.filez"] });
        await rm(stdout.split("\n")[0] ?? "");
        return scene.image(repo, "refused");
      },
    ],
    [
      "of a file that is not an archive",
      "usage",
      async () => {
        await writeFile(scene.path("no-archive"), "x".repeat(2000));
        return scene.image(scene.path("no-archive"), "refused");
      },
    ],
    [
      "of an empty file",
      "usage",
      async () => {
        await writeFile(scene.path("nothing-in-it"), "");
        return scene.image(scene.path("nothing-in-it"), "refused");
      },
    ],
    ["of a directory that is no tree", "usage", () => scene.image(scene.path("cache"), "refused")],
    ["of a name that nothing has", "usage", () => scene.image("nothing", "refused")],
  ];
  test.each(refusals)("%s, and nothing is left", async (_what, code, attempt) => {
    await expect(attempt()).rejects.toMatchObject({ code });
    const left = (await readdir(scene.path("."))).filter((name) => /^(refused|\.debootc)/.test(name));
    expect(left).toEqual([]);
  });
});

describe("a tree that wants to lead out of its directory", () => {
  test("moves nothing of the machine's where its /usr is a link", async () => {
    const outside = scene.path("outside");
    await mkdir(`${outside}/etc`, { recursive: true });
    await writeFile(`${outside}/etc/mine`, "mine");
    const evil = scene.path("evil");
    await mkdir(evil);
    await symlink(outside, `${evil}/usr`);
    const repo = scene.path("evil-repo");
    const ostree = (...args: string[]) => run({ tool: "ostree", args: [`--repo=${repo}`, ...args] });
    await ostree("init", "--mode=archive");
    await ostree("commit", "--branch=evil", `--tree=dir=${evil}`);
    await scene.image(repo, "of-evil", { treeVersion: "1" });

    expect(await readFile(`${outside}/etc/mine`, "utf8")).toBe("mine");
  });

  test("writes nothing outside from an archive", async () => {
    await writeFile(scene.path("stray"), "stray");
    const file = scene.path("stray.tar");
    const names = ["--absolute-names", "--transform=s,.*,../../escaped,"];
    await tar("--create", `--file=${file}`, ...names, scene.path("stray"));
    await expect(scene.image(file, "of-stray", { treeVersion: "1" })).rejects.toThrow(/\.\./);

    expect(await readdir(scene.path("."))).not.toContain("escaped");
    expect(await readdir(scene.path("."))).not.toContain("of-stray");
  });
});
