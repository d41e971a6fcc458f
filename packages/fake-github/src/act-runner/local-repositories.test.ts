import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { localRepositoryOptions, readLocalRepository, usedRepositories } from "./local-repositories.ts";

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "fake-github-actions-"));
});
afterEach(async () => {
  await rm(work, { recursive: true });
});

test("a local repository stands for each version that is named", async () => {
  const directory = join(work, "actions");
  await mkdir(directory);
  await writeFile(join(directory, "action.yml"), "runs:\n  steps:\n    - uses: me/actions/setup@v2\n");
  const options = await localRepositoryOptions(
    '{"uses":"me/actions@v1"}',
    [{ name: "me/actions", directory }],
    work,
  );
  expect(options).toEqual([
    ...["--local-repository", `me/actions@v1=${directory}`],
    ...["--local-repository", `me/actions@v2=${directory}`],
  ]);
});

test("actions that name each other by $/ get their names written out, in a copy", async () => {
  const directory = join(work, "actions");
  await mkdir(join(directory, "setup"), { recursive: true });
  await mkdir(join(directory, "node_modules/big"), { recursive: true });
  await writeFile(join(directory, "action.yml"), "runs:\n  steps:\n    - uses: $/setup\n");
  await writeFile(join(directory, "setup/action.yml"), "runs: {}\n");
  const copies = join(work, "copies");
  const options = await localRepositoryOptions(
    "uses: me/actions@v1",
    [{ name: "me/actions", directory }],
    copies,
  );
  expect(options).toEqual([
    ...["--local-repository", `me/actions@v1=${copies}/me/actions`],
    ...["--local-repository", `me/actions@local=${copies}/me/actions`],
  ]);
  expect(await readFile(join(copies, "me/actions/action.yml"), "utf8")).toContain(
    "uses: me/actions/setup@local",
  );
  await expect(readFile(join(copies, "me/actions/node_modules/big"))).rejects.toThrow("ENOENT");
});

test("repositories are found in YAML and in JSON, with folders and without", () => {
  const text = `- uses: a/b@v1 # x\n- {uses: "a/c/d/e@main"}\n{"uses":"f/g@v2","with":{}}\n- uses: ./x\n`;
  expect(usedRepositories(text)).toEqual([
    { name: "a/b", ref: "v1" },
    { name: "a/c", ref: "main" },
    { name: "f/g", ref: "v2" },
  ]);
});

test("a local repository that is written wrongly is refused", () => {
  expect(readLocalRepository("a/b=/x y")).toEqual({ name: "a/b", directory: "/x y" });
  for (const text of ["a=/x", "a/b", "a/b=relative"])
    expect(() => readLocalRepository(text)).toThrow("allowed: OWNER/NAME=DIRECTORY");
});
