import { DebootcError } from "@debootc/core/error/debootc-error";
import { bytesPath } from "@debootc/tools/files/bytes-path";
import { run } from "@debootc/tools/run";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { debianFiles, openSourceScene, writeTree } from "./source-scene.fixture.ts";

const scene = await openSourceScene();
afterAll(() => scene[Symbol.asyncDispose]());
const repository = join(scene.directory, "repository");
const url = `file://${repository}`;
const git = async (...args: string[]) => {
  const env = { GIT_CONFIG_GLOBAL: "/dev/null", HOME: scene.directory };
  const identity = [
    "-c",
    "user.name=Me",
    "-c",
    "user.email=me@example.org",
    "-c",
    "protocol.file.allow=always",
  ];
  return (await run({ tool: "git", args: [...identity, ...args], cwd: repository, env })).stdout.trim();
};
let first = "";
let last = "";

beforeAll(async () => {
  await mkdir(repository);
  await git("init", "-q", "--initial-branch=debian/latest");
  await writeTree(repository, { "a.txt": "a" });
  await git("add", ".");
  await git("commit", "-qm", "upstream");
  await git("tag", "upstream/1");
  await writeTree(repository, debianFiles("1-1", "3.0 (quilt)"));
  await git("add", ".");
  await git("commit", "-qm", "packaging");
  first = await git("rev-parse", "HEAD");
  await git("tag", "-am", "one", "debian/1-1");
  await writeTree(repository, debianFiles("1-2", "3.0 (quilt)"));
  await git("commit", "-qam", "more");
  last = await git("rev-parse", "HEAD");
});

async function refusal(argument: string): Promise<DebootcError> {
  const error = await scene.place(argument).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DebootcError) return error;
  throw new Error("it was taken", { cause: error });
}

test("a repository that is not on this machine is no fault of the network", async () => {
  for (const given of [`file://${scene.directory}/none`, `file://${scene.directory}/none#main`])
    expect(await refusal(given)).toMatchObject({
      code: "source-invalid",
      exitStatus: 40,
      message: expect.stringContaining("/none does not exist"),
    });
  // Only git knows what it makes of this.
  expect(await refusal("file:///none%zz%e9")).toMatchObject({
    code: "mirror-unreachable",
    exitStatus: 32,
  });
});

test("HEAD is built if no ref is given, with the upstream archive of its tag", async () => {
  const placed = await scene.place(url);

  expect(placed.commit).toBe(last);
  expect((await readdir(placed.directory)).sort()).toEqual([
    "tiny_1-2.debian.tar.xz",
    "tiny_1-2.dsc",
    "tiny_1.orig.tar.xz",
  ]);
});

test("a tag, a branch, a commit and an abbreviated one name the same commit", async () => {
  for (const ref of ["debian/1-1", first, first.slice(0, 12)]) {
    const placed = await scene.place(`${url}#${ref}`);
    expect([placed.commit, placed.source.version]).toEqual([first, "1-1"]);
  }
  expect((await scene.place(`git+${url}#debian/latest`)).commit).toBe(last);
});

test("an unknown ref is refused with the closest one", async () => {
  expect(await refusal(`${url}#debian/lates`)).toMatchObject({
    code: "usage",
    hint: "The closest is #debian/latest",
  });
  expect((await refusal(`${url}#${"0".repeat(40)}`)).code).toBe("usage");
});

test("a pristine-tar branch gives the archive that upstream published, byte for byte", async () => {
  const published = join(scene.directory, "tiny_1.orig.tar.gz");
  await writeTree(join(scene.directory, "tiny-1.0rc"), { "a.txt": "a" });
  await run({ tool: "tar", args: ["--owner=9", "-czf", published, "tiny-1.0rc"], cwd: scene.directory });
  await run({
    tool: "pristine-tar",
    args: ["commit", published, "upstream/1"],
    cwd: repository,
    env: {
      GIT_AUTHOR_NAME: "Me",
      GIT_AUTHOR_EMAIL: "me@example.org",
      GIT_COMMITTER_NAME: "Me",
      GIT_COMMITTER_EMAIL: "me@example.org",
    },
  });
  scene.reports.length = 0;
  const { directory } = await scene.place(url);

  expect(await readFile(join(directory, "tiny_1.orig.tar.gz"))).toEqual(await readFile(published));
  expect(scene.reports.filter(({ type }) => type === "diagnostic")).toEqual([]);
  await git("branch", "-D", "pristine-tar");
});

test("names that are not UTF-8 are packed as they are", async () => {
  await writeFile(bytesPath(join(repository, "debian"), Buffer.from("caf\xe9", "latin1")), "coffee");
  await git("add", ".");
  await git("commit", "-qm", "coffee");
  const { directory } = await scene.place(url);
  const archive = join(directory, "tiny_1-2.debian.tar.xz");
  const { stdout } = await run({ tool: "tar", args: ["--quoting-style=escape", "-tJf", archive] });

  expect(stdout).toContain("debian/caf\\351\n");
  await git("reset", "-q", "--hard", last);
});

test("a tree with links that lead out keeps them as links", async () => {
  await run({ tool: "ln", args: ["-s", "/etc", join(repository, "debian/tests")] });
  await git("add", ".");
  await git("commit", "-qm", "links");
  const { directory } = await scene.place(url);
  const { stdout } = await run({
    tool: "tar",
    args: ["-tvJf", join(directory, "tiny_1-2.debian.tar.xz")],
  }).catch(() => ({ stdout: "" }));

  expect(stdout).toContain("debian/tests -> /etc");
  await git("reset", "-q", "--hard", last);
});
