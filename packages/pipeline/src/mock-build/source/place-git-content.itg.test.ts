import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "@debootc/tools/run";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { debianFiles, openSourceScene, writeTree } from "./source-scene.fixture.ts";

const scene = await openSourceScene();
afterAll(() => scene[Symbol.asyncDispose]());
let count = 0;
let home = "";
let repository = "";
let url = "";
beforeEach(async () => {
  home = join(scene.directory, `case-${count++}`);
  repository = join(home, "repository");
  url = `file://${repository}`;
  await makeRepository("repository", { "a.txt": "a" });
  scene.reports.length = 0;
});

async function git(directory: string, ...args: string[]): Promise<void> {
  const settings = { "user.name": "Me", "user.email": "me@example.org", "protocol.file.allow": "always" };
  const options = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const env = { GIT_CONFIG_GLOBAL: "/dev/null", HOME: home };
  await run({ tool: "git", args: ["-C", directory, ...options, ...args], env });
}

async function commit(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  await writeTree(directory, files);
  await git(directory, "add", "--all");
  await git(directory, "commit", "--quiet", "--message=text");
}

async function makeRepository(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const directory = join(home, name);
  await mkdir(directory, { recursive: true });
  await git(directory, "init", "--quiet", "--initial-branch=main");
  await commit(directory, files);
  return directory;
}

const warnings = () =>
  scene.reports.flatMap((report) =>
    report.type === "diagnostic" ? [`${report.diagnostic.message} ${report.diagnostic.hint}`] : [],
  );

async function refusal(argument: string): Promise<string> {
  const error = await scene.place(argument).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DebootcError)) throw new Error("it was taken", { cause: error });
  expect(error.code).toBe("source-invalid");
  return [error.message, error.hint, ...error.diagnostics.map(({ message }) => message)].join(" ");
}

async function filesOf(archive: string): Promise<string[]> {
  const { stdout } = await run({ tool: "tar", args: ["-tJf", archive] });
  return stdout.trim().split("\n").toSorted();
}

const upstream = "tiny_1.orig.tar.xz";
const native = debianFiles("1", "3.0 (native)");
const quilt = debianFiles("1-1", "3.0 (quilt)");

function below(directory: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${directory}/${name}`, text]));
}

test("the package of a subdirectory is built, and its upstream archive has that directory alone", async () => {
  await commit(repository, { "tools/tiny/b.txt": "b" });
  await git(repository, "tag", "v1");
  await commit(repository, below("tools/tiny", quilt));
  const { directory, source } = await scene.place(`${url}#main:tools/tiny/`);

  expect(await filesOf(join(directory, upstream))).toEqual(["tiny-1/", "tiny-1/b.txt"]);
  expect((await scene.place(`${url}#:tools/tiny`)).source).toEqual(source);
});

test("a repository whose debian/ is in a subdirectory is told how to write that", async () => {
  await commit(repository, below("tools/tiny", native));

  expect(await refusal(url)).toContain(
    `debian of ${url} does not exist There is a debian/ below it: name ${url}#:tools/tiny`,
  );
  expect(await refusal(`${repository}/`)).toContain(`name ${repository}/tools/tiny/`);
});

test("a subdirectory that is missing, or a link, is refused by its name in the repository", async () => {
  await symlink("/etc", join(repository, "out"));
  await commit(repository, {});

  expect(await refusal(`${url}#:none`)).toContain(`none of ${url} does not exist`);
  expect(await refusal(`${url}#:out/apt`)).toContain(`out/apt of ${url} is a link, or below one`);
});

test.each([
  ["debian/rules", "debian/rules of"],
  ["debian/changelog", "debian/changelog of"],
])("no message names the place where debootc works if %s is missing", async (file, said) => {
  const { [file]: _left, ...files } = native;
  await commit(repository, files);

  expect(await refusal(`${url}#main`)).toContain(`${said} ${url}#main does not exist`);
});

test("a changelog that cannot be read is named by its repository", async () => {
  await commit(repository, { ...native, "debian/changelog": "x" });
  const said = await refusal(url);

  expect(said).toContain(`debian/changelog of ${url}: the newest entry cannot be read`);
  expect(said).not.toContain("work-");
});

test("the tag that debian/gbp.conf names gives the upstream archive", async () => {
  await git(repository, "tag", "release_1");
  await commit(repository, {
    "later.txt": "",
    "debian/gbp.conf": "[DEFAULT]\nupstream-tag = release_%(version)s\n",
  });
  await git(repository, "tag", "v1");
  await rm(join(repository, "later.txt"));
  await commit(repository, quilt);
  const { directory } = await scene.place(url);

  expect(await filesOf(join(directory, upstream))).toEqual(["tiny-1/", "tiny-1/a.txt"]);
  expect(warnings().join()).toContain("was made from the tag release_1");
});

test("a tag of debian/gbp.conf that does not exist is named where the upstream archive is missing", async () => {
  await commit(repository, {
    ...quilt,
    "debian/gbp.conf": "[DEFAULT]\nupstream-tag = release_%(version)s\n",
  });

  expect(await refusal(url)).toContain("tag the upstream version in git as release_1");
});

test("pointers of Git LFS are named in a warning, whatever the source is", async () => {
  const oid = "0a".repeat(32);
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12345\n`;
  await commit(repository, { ...native, "data/model.bin": pointer, "data/text.txt": `See:\n${pointer}` });
  for (const argument of [url, repository]) {
    scene.reports.length = 0;
    await scene.place(argument);

    expect(warnings()).toEqual([
      expect.stringMatching(/pointers of Git LFS in the place of files: data\/model\.bin .*git lfs pull/),
    ]);
  }
});

/** Adds a submodule that has one itself. */
async function addSubmodules(): Promise<void> {
  await makeRepository("inner", { "inner.txt": "inner" });
  const outer = await makeRepository("outer", { "outer.txt": "outer" });
  await git(outer, "submodule", "--quiet", "add", "../inner", "deep");
  await commit(outer, {});
  await git(repository, "submodule", "--quiet", "add", `file://${outer}`, "vendor/outer");
}

test("submodules that are left out are named, with the option that fetches them", async () => {
  await addSubmodules();
  await commit(repository, native);
  await scene.place(url);

  expect(warnings()).toEqual([expect.stringMatching(/vendor\/outer will be empty.*--submodules/)]);
});

test("submodules of a directory that are not checked out are named", async () => {
  await writeTree(repository, {
    ...native,
    ".gitmodules":
      '[submodule "x"]\n\tpath = vendor/x\n\turl = ../x\n[submodule "y"]\n\tpath = y\n\turl = ../y\n',
    "y/y.txt": "y",
  });
  await mkdir(join(repository, "vendor/x"), { recursive: true });
  await scene.place(repository);

  expect(warnings()).toEqual([expect.stringMatching(/: vendor\/x will be empty.*git submodule update/)]);
});

test("submodules are fetched with theirs, also into the upstream archive of a tag", async () => {
  await addSubmodules();
  await commit(repository, {});
  await git(repository, "tag", "v1");
  await commit(repository, quilt);
  const { directory, source } = await scene.place(url, { submodules: true });

  const files = await filesOf(join(directory, upstream));
  expect(files).toContain("tiny-1/vendor/outer/outer.txt");
  expect(files).toContain("tiny-1/vendor/outer/deep/inner.txt");
  expect(files.filter((name) => name.includes(".git/"))).toEqual([]);
  expect((await scene.place(url, { submodules: true })).source).toEqual(source);
});

test("a submodule that cannot be fetched is refused by its path", async () => {
  await addSubmodules();
  await writeFile(join(repository, ".gitmodules"), '[submodule "x"]\n\tpath = vendor/outer\n\turl = /etc\n');
  await commit(repository, native);
  const placing = scene.place(url, { submodules: true });

  await expect(placing).rejects.toMatchObject({
    code: "source-invalid",
    message: expect.stringContaining('cannot fetch the submodule "vendor/outer"') as string,
  });
});
