import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { repository } from "../repository/repository.ts";
import { writePackage } from "./write-package.ts";

test("the package runs below node_modules, where Node takes no TypeScript, and has no tests in it", async () => {
  const work = await mkdtemp(join(tmpdir(), "debootc-package-"));
  try {
    const target = join(work, "node_modules/@debootc/fake-github");
    await writePackage(target);
    await mkdir(join(target, "node_modules/@hono"), { recursive: true });
    const dependencies = ["hono", "@hono/node-server", "ajv", "js-yaml", "argparse"];
    for (const name of [
      ...dependencies,
      "fast-deep-equal",
      "fast-uri",
      "json-schema-traverse",
      "require-from-string",
    ])
      await symlink(join(repository, "node_modules", name), join(target, "node_modules", name));
    const files = await readdir(target, { recursive: true });
    expect(
      files.filter((path) => /[.](test|fixture)[.]/.test(path) && !path.startsWith("node_modules")),
    ).toEqual([]);
    const script = [
      'import { startFakeGitHub } from "@debootc/fake-github/start-fake-github";',
      "const github = await startFakeGitHub();",
      "console.log((await fetch(`${github.url}/meta`)).status);",
      "await github.close();",
    ];
    const tool = process.execPath;
    const { stdout } = await run({
      tool,
      args: ["--input-type=module", "--eval", script.join("\n")],
      cwd: work,
    });
    expect(stdout.trim()).toBe("200");
    const help = await run({ tool, args: [join(target, "bin/fake-github.js"), "--help"], cwd: work });
    expect(help.stdout).toContain("Usage: fake-github");
  } finally {
    await rm(work, { recursive: true });
  }
});
