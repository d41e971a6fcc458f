import { digestOfBytes } from "@debootc/core/record/digest";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { run } from "@debootc/tools/run";
import { appendFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { attachDocuments } from "../image/attach-documents.ts";
import { writeLayout } from "../image/layout.fixture.ts";
import { openImage } from "../image/open-image.ts";
import { wholeEntry } from "../image/root.fixture.ts";
import { makeScene } from "../ostree/ostree-scene.fixture.ts";
import { copyPlain } from "./copy-plain.ts";
import { verifyLeg } from "./verify-leg.ts";

let scene: Awaited<ReturnType<typeof makeScene>>;
let leg: ReturnType<typeof legOfCompose>;
const signal = new AbortController().signal;
const made = () => scene.path("made");

beforeAll(async () => {
  scene = await makeScene();
  const checksum = await scene.commit({ "usr/bin/hello": "hello" });
  await mkdir(made());
  await cp(scene.repo, join(made(), "ostree"), { recursive: true });
  const file = wholeEntry({ path: "usr/bin/hello", type: "file", bytes: Buffer.from("hello") });
  await writeLayout(join(made(), "oci"), [[file]], { tag: "1" });
  const { manifestDigest } = await openImage(join(made(), "oci"));
  for (const name of ["lock.json", "plan.json"]) await writeFile(join(made(), name), name);
  const digest = async (name: string) => (await fileDigest(join(made(), name))).digest;
  leg = legOfCompose("one", {
    ref: "site/main",
    commit: { checksum, repo: join(made(), "ostree"), bootable: false },
    image: { layout: join(made(), "oci"), manifestDigest, size: 1, compression: "zstd", tag: "1" },
    lock: join(made(), "lock.json"),
    files: { "lock.json": await digest("lock.json"), "plan.json": await digest("plan.json") },
  });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** The message about a copy of the leg to which something was done. */
async function afterChange(change: (base: string) => Promise<unknown>, changed: Partial<typeof leg> = {}) {
  const base = scene.path("changed");
  await rm(base, { recursive: true, force: true });
  const from = scene.path("from");
  await rm(from, { recursive: true, force: true });
  await cp(made(), from, { recursive: true });
  await change(from);
  const moved = {
    ...leg,
    commit: { ...leg.commit, repo: join(base, "ostree") },
    image: { ...leg.image, layout: join(base, "oci") },
    lock: join(base, "lock.json"),
    ...changed,
  };
  const take = async () => {
    await copyPlain(from, base, signal);
    await verifyLeg({ leg: moved, base }, signal);
  };
  return take().then(
    () => "sound",
    (error: Error) => error.message,
  );
}

const blobs = async (base: string) => {
  const directory = join(base, "oci/blobs/sha256");
  return (await readdir(directory)).map((name) => join(directory, name));
};

describe("a leg of another machine", () => {
  test("is taken as it was made", async () => {
    expect(await afterChange(async () => {})).toBe("sound");
  });

  test.each<[string, (base: string) => Promise<unknown>, string]>([
    ["a changed file", (base) => appendFile(join(base, "plan.json"), "x"), "plan.json is sha256:"],
    ["a missing file", (base) => rm(join(base, "lock.json")), "lock.json is missing, not"],
    ["a file too many", (base) => writeFile(join(base, "more.json"), ""), "it has more.json"],
    [
      "a link for a file",
      (base) => replaceByLink(join(base, "plan.json")),
      "plan.json is neither a file nor",
    ],
    ["a link for all of it", (base) => replaceByLink(base), "from is neither"],
    [
      "a link deep inside",
      (base) => symlink("/etc", join(base, "oci/blobs/sha256/x")),
      "blobs/sha256/x is neither",
    ],
    ["a changed blob", async (base) => appendFile((await blobs(base))[0] ?? "", "x"), ""],
    [
      "a blob too many",
      (base) => writeFile(join(base, "oci/blobs/sha256", "0".repeat(64)), ""),
      "is not part of",
    ],
    ["a document too many", (base) => attach(base, "plan.json", "changed"), "is attached to its image"],
    ["a changed object", (base) => damageObject(base), ""],
    ["another ref", (base) => addRef(base), "its repository has "],
    ["no repository", (base) => rm(join(base, "ostree"), { recursive: true }), "it has no repository"],
    ["no config", (base) => rm(join(base, "ostree/config")), "its repository has no config"],
    ["no image", (base) => rm(join(base, "oci"), { recursive: true }), "is not an OCI layout"],
    ["nothing in it", (base) => rm(base, { recursive: true }), "from is missing"],
    ["an object too many", (base) => addObject(base), "its repository has 3 objects more than its commit"],
    [
      "a file beside the objects",
      (base) => writeFile(join(base, "ostree/index.html"), ""),
      "its repository has index.html, which is not in it",
    ],
    [
      "a repository that reads another one",
      (base) => appendFile(join(base, "ostree/config"), "parent=/srv/other\n"),
      'its repository has the setting "parent=/srv/other"',
    ],
    [
      "a file beside the blobs",
      (base) => writeFile(join(base, "oci/index.html"), ""),
      "its image has index.html, which is not in it",
    ],
    [
      "an image of another name",
      (base) => rewrite(join(base, "oci/index.json"), '.name":"1"', '.name":"2"'),
      "contains no image called 1",
    ],
    ["another tag", (base) => addTag(base), "the index of its image has 1 manifest more"],
  ])("with %s is refused, and what differs is named", async (_, change, words) => {
    expect(await afterChange(change)).toMatch(
      /^the leg site\/amd64 is not what its record says|is neither a file|is missing$/,
    );
    expect(await afterChange(change)).toContain(words);
  });

  test("is taken with the documents that are attached to its image and are next to it", async () => {
    expect(await afterChange((base) => attach(base, "plan.json"))).toBe("sound");
  });

  test("whose record leads out of it is refused before anything is read", async () => {
    const outside = { ...leg.image, layout: "/srv/other/oci" };

    expect(await afterChange(async () => {}, { image: outside })).toContain(
      "/srv/other/oci lies outside of it",
    );
    expect(await afterChange(async () => {}, { lock: "/etc/shadow" })).toContain(
      "/etc/shadow lies outside of it",
    );
  });

  test("with another commit or image than its record says is refused", async () => {
    const commit = { ...leg.commit, repo: scene.path("changed/ostree"), checksum: "1".repeat(64) };
    const digest = `sha256:${"1".repeat(64)}` as const;
    const image = { ...leg.image, layout: scene.path("changed/oci"), manifestDigest: digest };

    expect(await afterChange(async () => {}, { commit })).toContain("its repository has site/main at");
    expect(await afterChange(async () => {}, { image })).toContain("its image is sha256:");
  });
});

/** Attaches a file of the leg, or another text, to its image. */
async function attach(base: string, name: string, changed?: string): Promise<void> {
  const path = join(base, "..", "attached");
  await writeFile(path, changed ?? (await readFile(join(base, name))));
  const { digest, size } = await fileDigest(path);
  const document = { path, title: name, mediaType: "application/json", digest, size };
  const image = leg.image.manifestDigest;
  await attachDocuments({ layout: join(base, "oci"), image, timestamp: 0, documents: [document] });
}

async function replaceByLink(path: string): Promise<void> {
  await rm(path, { recursive: true });
  await symlink("/etc/passwd", path);
}

async function damageObject(base: string): Promise<void> {
  const objects = join(base, "ostree/objects");
  const names = await readdir(objects, { recursive: true });
  const object = names.find((name) => name.endsWith(".filez"));
  const path = join(objects, object ?? "");
  const bytes = await readFile(path);
  // What is behind the end of its stream ostree does not read.
  const last = bytes.length - 3;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

async function addRef(base: string): Promise<void> {
  await run({
    tool: "ostree",
    args: [`--repo=${join(base, "ostree")}`, "refs", "--create=site/other", "site/main"],
  });
}

async function rewrite(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

/** Lets another tag name the image. */
async function addTag(base: string): Promise<void> {
  const path = join(base, "oci/index.json");
  const index = JSON.parse(await readFile(path, "utf8"));
  const [first] = index.manifests;
  const annotations = { ...first.annotations, "org.opencontainers.image.ref.name": "other" };
  await writeFile(
    path,
    JSON.stringify({ ...index, manifests: [...index.manifests, { ...first, annotations }] }),
  );
}

/** Adds a commit that no ref names. */
async function addObject(base: string): Promise<void> {
  const tree = scene.path("other");
  await mkdir(tree, { recursive: true });
  await writeFile(join(tree, "more"), "more");
  const options = ["--orphan", `--tree=dir=${tree}`];
  await run({ tool: "ostree", args: [`--repo=${join(base, "ostree")}`, "commit", ...options] });
}

describe("the disks of a leg", () => {
  const disk = { format: "raw" as const, file: "one.raw", digest: digestOfBytes("disk"), size: 4 };
  const withImages = (files: Readonly<Record<string, string>>) => async (base: string) => {
    await mkdir(join(base, "images"));
    for (const [name, text] of Object.entries(files)) await writeFile(join(base, "images", name), text);
  };

  test("are taken with it", async () => {
    expect(await afterChange(withImages({ "one.raw": "disk" }), { disks: [disk] })).toBe("sound");
  });

  test.each<[string, Readonly<Record<string, string>>, Partial<typeof leg>, string]>([
    ["changed", { "one.raw": "risk" }, { disks: [disk] }, "images/one.raw is sha256:"],
    ["missing", {}, { disks: [disk] }, "images/one.raw is missing, not"],
    [
      "too many",
      { "one.raw": "disk", more: "" },
      { disks: [disk] },
      "it has images/more, which is not in it",
    ],
    ["not of its record", { "one.raw": "disk" }, {}, "it has images, which is not in it"],
  ])("are refused if they are %s", async (_what, files, changed, message) => {
    expect(await afterChange(withImages(files), changed)).toContain(message);
  });
});
