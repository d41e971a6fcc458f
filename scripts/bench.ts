import { mkdir, mkdtempDisposable } from "node:fs/promises";
import { availableParallelism, cpus, homedir, totalmem } from "node:os";
import { join } from "node:path";
import { run } from "@debootc/tools/run";
import { actionsBench } from "./bench/actions-bench.ts";
import type { Bench } from "./bench/bench.ts";
import { regressions } from "./bench/compare-figures.ts";
import { composeBench } from "./bench/compose-bench.ts";
import { devBench } from "./bench/dev-bench.ts";
import { exportBench } from "./bench/export-bench.ts";
import { fleetBench } from "./bench/fleet/fleet-bench.ts";
import { hubBench } from "./bench/hub/hub-bench.ts";
import { figureTable } from "./bench/figure-table.ts";
import { keepRun, lastRun } from "./bench/history.ts";
import { layersBench } from "./bench/layers-bench.ts";
import { mockBuildBench } from "./bench/mock-build-bench.ts";
import { peersBench } from "./bench/peers/peers-bench.ts";
import { scaleBench } from "./bench/scale-bench.ts";
import { witnessBench } from "./bench/witness/witness-bench.ts";
import { repository } from "./repository/repository.ts";

/**
 * npm run bench -- NAME...   measures; all that was measured is kept in a history for this machine
 *   --rounds=N               how often what varies is measured; 3 unless given
 *   --compare                ends with status 1 if something became worse than in the run before, beyond noise
 *   --json                   prints the run as JSON
 * Further options are those of a bench, with their value behind an = or as the next word: --packages LIST.
 */
const benches: readonly Bench[] = [
  actionsBench,
  composeBench,
  devBench,
  exportBench,
  fleetBench,
  hubBench,
  layersBench,
  mockBuildBench,
  peersBench,
  scaleBench,
  witnessBench,
];

const words = joined(process.argv.slice(2));
const chosen = words.filter((word) => !word.startsWith("-"));
const unknown = chosen.filter((name) => !benches.some((bench) => bench.name === name));
const rounds = Number(words.find((word) => word.startsWith("--rounds="))?.slice("--rounds=".length) ?? 3);
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.error(
    `bench: ${unknown.join(", ") || `--rounds=${rounds}`} is not possible; benches are ${benches.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}
if (chosen.length === 0) {
  console.log("npm run bench -- NAME... [--rounds=N] [--compare] [--json]\n");
  for (const { name, title } of benches) console.log(`  ${name.padEnd(10)} ${title}`);
  process.exit(0);
}

const history = join(
  process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
  "debootc/bench/history.jsonl",
);
const kept = join(repository, "out/bench");
const machine = `${cpus()[0]?.model ?? "unknown"}, ${availableParallelism()} processors, ${Math.round(totalmem() / 2 ** 30)} GiB`;
const { stdout: commit } = await run({
  tool: "git",
  args: ["-c", `safe.directory=${repository}`, "rev-parse", "HEAD"],
  cwd: repository,
});
let isWorse = false;
for (const bench of benches.filter(({ name }) => chosen.includes(name))) {
  await mkdir(kept, { recursive: true });
  await using work = await mkdtempDisposable(join(kept, `${bench.name}-`));
  const say = (line: string) => console.error(line);
  const figures = await bench.run({ work: work.path, kept, rounds, options: optionsIn(words), say });
  const before = await lastRun(history, bench.name, machine);
  const record = {
    bench: bench.name,
    time: new Date().toISOString(),
    machine,
    commit: commit.trim(),
    figures,
  };
  await keepRun(history, record);
  if (words.includes("--json")) console.log(JSON.stringify(record));
  else console.log(`\n${bench.title}\non ${machine}, Node ${process.version}\n\n${figureTable(figures)}\n`);
  if (!words.includes("--compare")) continue;
  const worse = before === undefined ? [] : regressions(before.figures, figures);
  for (const { name, before: was, now } of worse) console.log(`worse: ${name}: ${was} before, ${now} now`);
  if (before === undefined) console.log("nothing to compare with: this is the first run on this machine");
  isWorse ||= worse.length > 0;
}
process.exitCode = isWorse ? 1 : 0;

/** Joins the options that take a value to the word after them. */
function joined(given: readonly string[]): string[] {
  const valued = ["--rounds", "--packages", "--results", "--buildinfos"];
  return given.flatMap((word, index) => {
    if (valued.includes(given[index - 1] ?? "")) return [];
    return valued.includes(word) ? [`${word}=${given[index + 1] ?? ""}`] : [word];
  });
}

function optionsIn(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.flatMap((word) => {
      const { name, value = "" } = /^--(?<name>[^=]+)(?:=(?<value>.*))?$/s.exec(word)?.groups ?? {};
      return name === undefined ? [] : [[name, value]];
    }),
  );
}
