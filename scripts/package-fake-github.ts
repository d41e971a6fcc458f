import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { run } from "@debootc/tools/run";
import { writePackage } from "./package-fake-github/write-package.ts";

/** Packs packages/fake-github for other projects: `script/node scripts/package-fake-github.ts [--output DIR]`. It publishes nothing. */
const { values } = parseArgs({ options: { output: { type: "string", default: "out" } } });
const work = await mkdtemp(join(tmpdir(), "debootc-fake-github-"));
try {
  await writePackage(work);
  const output = resolve(values.output);
  const { stdout } = await run({
    tool: "npm",
    args: ["pack", "--silent", "--pack-destination", output],
    cwd: work,
  });
  console.log(join(output, stdout.trim()));
} finally {
  await rm(work, { recursive: true });
}
