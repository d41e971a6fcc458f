import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "./run.ts";
import {
  branchOf,
  commitAll,
  headOf,
  initWorkingCopy,
  pushRefs,
  setDefaultAuthor,
  setOrigin,
  switchTo,
  tagHead,
  type WorkingCopy,
} from "./working-copy.ts";

let directory: string;
let copy: WorkingCopy;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "working-copy-"));
  copy = { directory: join(directory, "copy"), env: { HOME: directory } };
  await mkdir(copy.directory);
  await initWorkingCopy(copy);
  await setDefaultAuthor(copy, "dev");
  await writeFile(join(copy.directory, "a"), "1");
});
afterEach(() => rm(directory, { recursive: true }));

test("what changed is committed, and nothing is no commit", async () => {
  expect(await commitAll(copy, "One")).toBe(true);
  const first = await headOf(copy);
  expect(await commitAll(copy, "Two")).toBe(false);
  expect(await headOf(copy)).toBe(first);
});

test("branches and tags are pushed to where origin leads, by git push without more words as well", async () => {
  const origin = join(directory, "origin.git");
  await run({ tool: "git", args: ["init", "--quiet", "--bare", origin] });
  await setOrigin(copy, origin);
  await commitAll(copy, "One");
  await run({ tool: "git", args: ["-C", copy.directory, "push", "--quiet"], env: copy.env });
  await switchTo(copy, "topic");
  await tagHead(copy, "v1");
  await pushRefs(copy, ["topic", "refs/tags/v1"]);
  await switchTo(copy, "main");

  expect(await branchOf(copy)).toBe("main");
  const { stdout } = await run({ tool: "git", args: ["-C", origin, "for-each-ref", "--format=%(refname)"] });
  expect(stdout.trim().split("\n")).toEqual(["refs/heads/main", "refs/heads/topic", "refs/tags/v1"]);
});

test("an author whom the user has named stays", async () => {
  await writeFile(join(directory, ".gitconfig"), "[user]\n\temail = ada@example.org\n\tname = Ada\n");
  const other = { ...copy, directory: join(directory, "other") };
  await mkdir(other.directory);
  await initWorkingCopy(other);
  await setDefaultAuthor(other, "dev");
  await writeFile(join(other.directory, "a"), "1");
  await commitAll(other, "One");

  const { stdout } = await run({ tool: "git", args: ["-C", other.directory, "log", "--format=%ae"] });
  expect(stdout.trim()).toBe("ada@example.org");
});
