import { mkdir, mkdtempDisposable, readdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildDirectory } from "@debootc/core/mock-build/chroot/build-user";
import { collectResults } from "./collect-results.ts";

async function scene(listed: readonly string[]) {
  const top = await mkdtempDisposable(join(tmpdir(), "debootc-collect-"));
  const [root, results] = [join(top.path, "root"), join(top.path, "results")];
  const built = join(root, buildDirectory);
  await mkdir(built, { recursive: true });
  await mkdir(results);
  const lines = listed.map((name) => ` ${"0".repeat(64)} 4 ${name}`).join("\n");
  await writeFile(join(built, "sl_1_amd64.changes"), `Source: sl\nChecksums-Sha256:\n${lines}\n`);
  await writeFile(join(built, "sl_1_amd64.deb"), "deb\n");
  return { root, results, built, [Symbol.asyncDispose]: () => top[Symbol.asyncDispose]() };
}

test("the .changes and what it names is taken", async () => {
  await using build = await scene(["sl_1_amd64.deb"]);

  const files = await collectResults(build.root, build.results);

  expect(files.map(({ name, size }) => [name, size])).toEqual([
    ["sl_1_amd64.changes", expect.any(Number)],
    ["sl_1_amd64.deb", 4],
  ]);
});

test("a file that is named twice, or the .changes by itself, is taken once", async () => {
  await using build = await scene(["sl_1_amd64.deb", "sl_1_amd64.deb", "sl_1_amd64.changes"]);

  await collectResults(build.root, build.results);

  expect(await readdir(build.results)).toEqual(["sl_1_amd64.changes", "sl_1_amd64.deb"]);
});

test.each(["../escape", "link", "missing"])("%s is no result", async (name) => {
  await using build = await scene([name]);
  await symlink("/etc/passwd", join(build.built, "link"));

  await expect(collectResults(build.root, build.results)).rejects.toMatchObject({ code: "build-failed" });
});
