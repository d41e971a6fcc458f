import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { differencesOf } from "./release/differences-of.ts";
import { sizesOf } from "./release/sizes-of.ts";
import { writeReleaseTree } from "./release/write-release-tree.ts";

/**
 * Makes what a release consists of, twice, and proves that both are equal: `npm run release`. It publishes nothing;
 * `--output DIR` keeps the tree, `--version vX.Y.Z` says which version its actions refer to.
 */
const { values } = parseArgs({
  options: { version: { type: "string", default: "v0.0.0" }, output: { type: "string" } },
});
const work = await mkdtemp(join(tmpdir(), "debootc-release-"));
try {
  const [first, second] = [join(work, "first"), join(work, "second")];
  for (const target of [first, second]) await writeReleaseTree(target, values.version);
  const differences = await differencesOf(first, second);
  for (const path of differences) console.error(`release: two builds differ in ${path}`);
  for (const line of await sizesOf(join(first, "dist/current"))) console.log(line);
  if (differences.length > 0) process.exitCode = 8;
  else {
    console.log("release: two builds are equal");
    if (values.output !== undefined)
      await cp(first, resolve(values.output), { recursive: true, verbatimSymlinks: true });
  }
} finally {
  await rm(work, { recursive: true });
}
