import { run } from "@debootc/tools/run";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeReleaseTree } from "../release/write-release-tree.ts";
import type { BenchContext, Figure } from "./bench.ts";
import { openProcessorTime } from "./processor-time.ts";
import { median, medianDeviation } from "./statistics.ts";
import { userEnvironment } from "./user-environment.ts";

/**
 * Measures what a runner does before the first step: for whichever action it gets the whole tree of a release, and `setup`
 * prepares the machine. Debian's packages are there already, so that this is the work of `setup` itself, without what apt
 * downloads and installs. The release has the bundles of this checkout.
 */
export async function releaseInstall({ work, rounds, say }: BenchContext): Promise<Figure[]> {
  say("writing the tree of a release");
  const tree = join(work, "release");
  await writeReleaseTree(tree, "v1", { bundle: "current", lean: false });
  const archive = join(work, "release.tar.gz");
  await run({ tool: "tar", args: ["--create", "--gzip", `--file=${archive}`, `--directory=${tree}`, "."] });
  say("setting up this machine");
  return [
    { name: "install of any action, download", value: (await stat(archive)).size, unit: "bytes" },
    { name: "install of any action, on disk", value: await bytesBelow(tree), unit: "bytes" },
    ...(await setUp(tree, rounds)),
  ];
}

async function setUp(tree: string, rounds: number): Promise<Figure[]> {
  const script = join(tree, "actions/setup/setup.sh");
  const [walls, processors]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    await using group = await openProcessorTime(`debootc-bench-${process.pid}-setup`);
    const begin = performance.now();
    await run(group.counted({ tool: script, args: [], env: userEnvironment() }));
    walls.push((performance.now() - begin) / 1000);
    processors.push(await group.seconds());
  }
  return [
    { ...seconds("setup, packages present", walls), wanted: 60 },
    seconds("setup, packages present, processors", processors),
  ];
}

function seconds(name: string, values: readonly number[]): Figure {
  return { name, value: median(values), spread: medianDeviation(values), unit: "s" };
}

/** Returns the length of all files below a directory. */
export async function bytesBelow(directory: string): Promise<number> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const lengths = files
    .filter((file) => file.isFile())
    .map(async (file) => (await stat(join(file.parentPath, file.name))).size);
  return (await Promise.all(lengths)).reduce((sum, length) => sum + length, 0);
}
