import { DebootcError } from "@debootc/core/error/debootc-error";
import { bytesPath } from "@debootc/tools/files/bytes-path";
import { run } from "@debootc/tools/run";
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { debianFiles, openSourceScene, writeTree } from "./source-scene.fixture.ts";

const scene = await openSourceScene();
afterAll(() => scene[Symbol.asyncDispose]());
let home = "";
let tree = "";
let count = 0;
beforeEach(async () => {
  home = join(scene.directory, `case-${count++}`);
  tree = join(home, "tree");
  await mkdir(tree, { recursive: true });
  scene.reports.length = 0;
});

const warnings = () =>
  scene.reports.map((report) => (report.type === "diagnostic" ? report.diagnostic.message : "")).join("\n");

async function refusal(placing: Promise<unknown>): Promise<string> {
  const error = await placing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DebootcError)) throw new Error("it was taken", { cause: error });
  expect(error.code).toBe("source-invalid");
  return `${error.message} ${error.hint}`;
}

async function digests(directory: string): Promise<string> {
  const { stdout } = await run({
    tool: "sh",
    args: ["-c", "find . -printf '%p %m %T@ %l\n' | sort"],
    cwd: directory,
  });
  return stdout;
}

async function git(...args: string[]): Promise<void> {
  const env = { GIT_CONFIG_GLOBAL: "/dev/null", HOME: home };
  const identity = ["-c", "user.name=Me", "-c", "user.email=me@example.org", "-c", "init.defaultBranch=main"];
  await run({ tool: "git", args: [...identity, ...args], cwd: tree, env });
}

async function writeOrig(files: Readonly<Record<string, string>>, version = "1"): Promise<void> {
  await writeTree(join(home, `tiny-${version}`), files);
  await run({ tool: "tar", args: ["-cJf", `tiny_${version}.orig.tar.xz`, `tiny-${version}`], cwd: home });
  await rm(join(home, `tiny-${version}`), { recursive: true });
}

test("a native tree becomes a source package, and is left as it was", async () => {
  await writeTree(tree, {
    ...debianFiles("1", "3.0 (native)"),
    "a.txt": "a",
    ".git/secret": "x",
    "sub/.hidden": "y",
  });
  await symlink("a.txt", join(tree, "link"));
  const before = await digests(home);
  const { source, directory } = await scene.place(tree);

  expect(source).toMatchObject({
    name: "tiny",
    version: "1",
    format: "3.0 (native)",
    architectures: ["all"],
  });
  expect((await readdir(directory)).sort()).toEqual(["tiny_1.dsc", "tiny_1.tar.xz"]);
  const { stdout } = await run({ tool: "tar", args: ["-tJf", join(directory, "tiny_1.tar.xz")] });
  expect(stdout).toContain("tiny-1/link");
  expect(stdout).toContain("tiny-1/sub/.hidden");
  expect(stdout).not.toContain("secret");
  expect(await digests(home)).toBe(before);
});

test.each(["3.0 (native)", "3.0 (quilt)"])(
  "names that are not UTF-8 are packed as they are (%s)",
  async (format) => {
    const version = format === "3.0 (native)" ? "1" : "1-1";
    const menu = Buffer.from("men\xfc", "latin1");
    const fill = async (parent: string) => {
      await mkdir(bytesPath(parent, menu));
      await writeFile(Buffer.concat([bytesPath(parent, menu), Buffer.from("/caf\xe9", "latin1")]), "coffee");
      await symlink(menu, join(parent, "link"));
    };
    await fill(tree);
    if (version !== "1") {
      await mkdir(join(home, "tiny-1"));
      await fill(join(home, "tiny-1"));
      await run({ tool: "tar", args: ["-cJf", "tiny_1.orig.tar.xz", "tiny-1"], cwd: home });
    }
    await writeTree(tree, debianFiles(version, format));
    await writeFile(bytesPath(join(tree, "debian"), menu), "menu");
    const { directory } = await scene.place(tree);

    const archive = version === "1" ? "tiny_1.tar.xz" : "tiny_1-1.debian.tar.xz";
    const { stdout } = await run({
      tool: "tar",
      args: ["--quoting-style=escape", "-tJf", join(directory, archive)],
    });
    expect(stdout).toContain("debian/men\\374\n");
    if (version === "1") expect(stdout).toContain("tiny-1/men\\374/caf\\351\n");
  },
);

test("equal trees give source packages of equal bytes", async () => {
  await writeTree(tree, { ...debianFiles("1", "3.0 (native)"), "a.txt": "a" });

  expect((await scene.place(tree)).source).toEqual((await scene.place(tree)).source);
});

test("a quilt tree is packed with the upstream archive next to it", async () => {
  await writeTree(tree, { ...debianFiles("1-2", "3.0 (quilt)"), "a.txt": "a" });
  await writeOrig({ "a.txt": "a" });
  const { source, directory } = await scene.place(`${tree}/`);

  expect(source.files.map(({ name }) => name).sort()).toEqual([
    "tiny_1-2.debian.tar.xz",
    "tiny_1.orig.tar.xz",
  ]);
  expect(await readFile(join(directory, "tiny_1.orig.tar.xz"))).toEqual(
    await readFile(join(home, "tiny_1.orig.tar.xz")),
  );
});

test("a change that no patch explains is refused with the file", async () => {
  await writeTree(tree, { ...debianFiles("1-2", "3.0 (quilt)"), "a.txt": "changed" });
  await writeOrig({ "a.txt": "a" });

  expect(await refusal(scene.place(tree))).toMatch(/tree-|a\.txt[^]*dpkg-source --commit/);
});

test("if the upstream archive is missing, the error names it", async () => {
  await writeTree(tree, debianFiles("1-2", "3.0 (quilt)"));

  expect(await refusal(scene.place(tree))).toContain("it needs the upstream archive tiny_1.orig.tar.xz");
});

test("the upstream archive is made from the tag of the tree's repository, with a warning", async () => {
  await writeTree(tree, { "a.txt": "a" });
  await git("init", "-q");
  await git("add", ".");
  await git("commit", "-qm", "upstream");
  await git("tag", "-am", "1", "upstream/1");
  await writeTree(tree, debianFiles("1-2", "3.0 (quilt)"));
  const first = await scene.place(tree);

  expect(first.source.files.map(({ name }) => name)).toContain("tiny_1.orig.tar.xz");
  expect(warnings()).toContain("was made from the tag upstream/1");
  expect((await scene.place(tree)).source).toEqual(first.source);
});

test("nothing of the tree's own git configuration is run", async () => {
  await writeTree(tree, { "a.txt": "a", ".gitattributes": "* filter=evil\n" });
  await git("init", "-q");
  await git("add", ".");
  await git("commit", "-qm", "upstream");
  await git("tag", "v1");
  const witness = join(home, "witness");
  for (const key of [
    "core.fsmonitor",
    "core.sshCommand",
    "uploadpack.packObjectsHook",
    "filter.evil.smudge",
    "tar.tar.command",
  ])
    await git("config", key, `touch ${witness};`);
  await writeTree(tree, { ".git/hooks/post-checkout": `#!/bin/sh\ntouch ${witness}\n` });
  await run({ tool: "chmod", args: ["755", join(tree, ".git/hooks/post-checkout")] });
  await writeTree(tree, debianFiles("1-2", "3.0 (quilt)"));
  await scene.place(tree).catch(() => {});

  expect(await readdir(home)).not.toContain("witness");
});

test("leftovers of a build cause a warning", async () => {
  await writeTree(tree, {
    ...debianFiles("1", "3.0 (native)"),
    "debian/files": "x",
    "debian/tiny.substvars": "",
  });
  await scene.place(tree);

  expect(warnings()).toContain("debian/files, debian/tiny.substvars will become part");
});

test.each([
  [
    "debian/ is a link",
    async () => {
      await writeTree(home, debianFiles("1", "3.0 (native)"));
      await symlink("../debian", join(tree, "debian"));
    },
    "debian is a link",
  ],
  [
    "debian/changelog is a link",
    async () => {
      await writeTree(tree, debianFiles("1", "3.0 (native)"));
      await rename(join(tree, "debian/changelog"), join(tree, "c"));
      await symlink("/etc/passwd", join(tree, "debian/changelog"));
    },
    "debian/changelog is a link",
  ],
  ["debian/ is missing", async () => {}, "debian does not exist"],
  [
    "the changelog is none",
    async () => writeTree(tree, { ...debianFiles("1", "1.0"), "debian/changelog": "x" }),
    "the newest entry cannot be read",
  ],
  [
    "the control file is none",
    async () => writeTree(tree, { ...debianFiles("1", "3.0 (native)"), "debian/control": "x" }),
    "cannot make a source package from",
  ],
  [
    "a native version has a revision",
    async () => writeTree(tree, debianFiles("1-1", "3.0 (native)")),
    "A native package has no revision",
  ],
  [
    "a version with an upstream has no revision",
    async () => writeTree(tree, debianFiles("1", "3.0 (quilt)")),
    "has the version 1 without a revision, but the format 3.0 (quilt) needs one Write the version as 1-1",
  ],
  [
    "a patch does not apply",
    async () => {
      await writeOrig({ "a.txt": "a" });
      const patch = "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-other\n+b\n";
      await writeTree(tree, { ...debianFiles("1-1", "3.0 (quilt)"), "a.txt": "a" });
      await writeTree(tree, { "debian/patches/series": "b\n", "debian/patches/b": patch });
    },
    "A patch in debian/patches does not apply: refresh it",
  ],
  [
    "it holds a pipe",
    async () => {
      await writeTree(tree, debianFiles("1", "3.0 (native)"));
      await run({ tool: "mkfifo", args: [join(tree, "pipe")] });
    },
    "pipe is not a file, directory or link",
  ],
])("a tree is refused if %s", async (_what, make, said) => {
  await make();

  expect(await refusal(scene.place(tree))).toContain(said);
});

test("an archive next to the tree that leads out of the directory is not read", async () => {
  await writeTree(tree, debianFiles("1-2", "3.0 (quilt)"));
  await symlink("/etc/shadow", join(home, "tiny_1.orig.tar.xz"));

  expect(await refusal(scene.place(tree))).toContain("leads to /etc/shadow");
});

test("the packed tree sees nothing of the host and cannot write to it", async () => {
  // dpkg-source takes options from the tree; a link in place of what it writes must not lead out.
  await writeTree(tree, {
    ...debianFiles("1", "3.0 (native)"),
    "debian/source/options": "compression = gzip\n",
  });
  await writeFile(join(home, "victim"), "whole");
  await symlink(join(home, "victim"), join(home, "tiny_1.tar.gz"));
  const { source } = await scene.place(tree);

  expect(source.files.map(({ name }) => name)).toEqual(["tiny_1.tar.gz"]);
  expect(await readFile(join(home, "victim"), "utf8")).toBe("whole");
});
