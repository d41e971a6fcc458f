import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "@debootc/tools/run";
import { repository } from "../repository/repository.ts";
import type { Bench, BenchContext, Figure } from "./bench.ts";
import { openProcessorTime } from "./processor-time.ts";
import { bytesBelow, releaseInstall } from "./release-install.ts";
import { median, medianDeviation } from "./statistics.ts";
import { userEnvironment } from "./user-environment.ts";

/** Measures what actions add to the pipeline that they start: start-up, bundles, install size, set-up, their composite. */
export const actionsBench: Bench = {
  name: "actions",
  title:
    "the actions: their start-up, bundles, install size and set-up, and a compose of tiny by uses: ./ under act, beside bin/debootc compose",
  run: async (context) => {
    if (process.getuid?.() !== 0) throw new Error("act runs jobs as this user: run this bench as root");
    context.say("bundling");
    await run({ tool: `${repository}/script/setup`, args: ["--actions"], env: userEnvironment() });
    const bundles = join(repository, "dist/current");
    const names = (await readdir(bundles)).filter((name) => name.startsWith("action-")).sort();
    const figures: Figure[] = [];
    for (const name of names) figures.push(...(await startUp(join(bundles, name), name, context)));
    for (const name of names)
      figures.push({ name: `${name}, bundle`, value: await bytesBelow(join(bundles, name)), unit: "bytes" });
    return [...figures, ...(await releaseInstall(context)), ...(await composite(context))];
  },
};

/** An input that there is not is refused as soon as the inputs are read, before anything is done with them. */
const refused = JSON.stringify({ "no-such-input": "x" });

async function startUp(bundle: string, name: string, { rounds, work }: BenchContext): Promise<Figure[]> {
  const values: number[] = [];
  await using group = await openProcessorTime(`debootc-bench-${process.pid}-start-up`);
  for (let round = 0; round < rounds * 3; round += 1) {
    const begin = performance.now();
    await run(
      group.counted({
        tool: process.execPath,
        args: [join(bundle, "main.js")],
        env: { ...userEnvironment(), INPUT_INPUTS: refused, GITHUB_WORKSPACE: work },
        accept: [2],
      }),
    );
    values.push((performance.now() - begin) / 1000);
  }
  return [
    { ...measured(`${name}, start-up`, values), wanted: 0.3 },
    { name: `${name}, start-up, processors`, value: (await group.seconds()) / values.length, unit: "s" },
  ];
}

/**
 * Composes what is in the cache, once by the command and once by the composite, with the same directories: what making it
 * takes varies by more than what is measured here.
 */
async function composite({ work, kept, rounds, say }: BenchContext): Promise<Figure[]> {
  const cache = join(kept, "actions-cache");
  const places = ["--cache-dir", cache, "--output-dir", join(work, "out")];
  const compose = () =>
    run({
      tool: `${repository}/bin/debootc`,
      args: ["compose", join(repository, "treefiles/tiny.yaml"), ...places],
      env: userEnvironment(),
    });
  say("composing tiny once, for the cache");
  await compose();
  const workflow = join(work, "bench.yml");
  const taken = join(work, "taken");
  const step = `{uses: ./, with: {file: treefiles/tiny.yaml, github-cache: "false", cache-dir: ${cache}, output-dir: ${join(work, "act")}}}`;
  const note = `{run: "date +%s.%N >>${taken}"}`;
  await writeFile(
    workflow,
    [
      ...["on: push", "jobs:", "  bench:", "    runs-on: ubuntu-24.04", "    steps:"],
      ...["      - uses: actions/checkout@v5", `      - ${note}`],
      ...Array.from({ length: rounds }, () => `      - ${step}\n      - ${note}`),
      "",
    ].join("\n"),
  );
  say("composing it by the composite");
  await run({ tool: `${repository}/script/act`, args: [workflow], env: userEnvironment() });
  const times = (await readFile(taken, "utf8")).trim().split("\n").map(Number);
  const byComposite = times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN));
  say("composing it by the command");
  const byCommand: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now();
    await compose();
    byCommand.push((performance.now() - begin) / 1000);
  }
  return [
    measured("unchanged tiny, bin/debootc compose", byCommand),
    measured("unchanged tiny, uses: ./ under act", byComposite),
    {
      name: "what the composite adds",
      value: median(byComposite) - median(byCommand),
      unit: "s",
      wanted: 5,
    },
  ];
}

function measured(name: string, values: readonly number[]): Figure {
  return { name, value: median(values), spread: medianDeviation(values), unit: "s" };
}
