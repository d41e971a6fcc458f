import { run } from "@debootc/tools/run";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyRepository } from "./copy-repository.ts";

test("a job gets what is committed or could be, with references to a version", async () => {
  const work = await mkdtemp(join(tmpdir(), "debootc-copy-"));
  const [source, target] = [join(work, "source"), join(work, "target")];
  await mkdir(join(source, "a b"), { recursive: true });
  await run({ tool: "git", args: ["init", "--quiet"], cwd: source });
  await writeFile(join(source, ".gitignore"), "ignored\n");
  await writeFile(join(source, "ignored"), "");
  await writeFile(join(source, "gone"), "");
  await writeFile(join(source, "-n"), "");
  await writeFile(join(source, "a b/action.yml"), "- uses: $/actions/setup\n");
  await symlink("nowhere", join(source, "link"));
  await run({ tool: "git", args: ["add", "--all"], cwd: source });
  await rm(join(source, "gone"));

  await copyRepository(source, target, "v1");
  const [names, text] = [await readdir(target), await readFile(join(target, "a b/action.yml"), "utf8")];
  const { stdout: log } = await run({ tool: "git", args: ["log", "--format=%s"], cwd: target });
  await rm(work, { recursive: true });

  expect(names.toSorted()).toEqual(["-n", ".git", ".gitignore", "a b", "link"]);
  expect(text).toBe("- uses: debootc/compose/actions/setup@v1\n");
  expect(log.trim()).toBe("as it is on this machine");
});
