import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { run } from "@debootc/tools/run";
import type { Database } from "../../orchestrator-app/src/database/database.ts";
import { openDatabase } from "../../orchestrator-app/src/database/open-database.ts";
import { repository } from "../repository/repository.ts";
import type { Bench, BenchContext, Figure } from "./bench.ts";
import { median, medianDeviation } from "./statistics.ts";
import { userEnvironment } from "./user-environment.ts";

/** Measures the way from a push to a published release on one machine, and how much of it is the hub's own part. */
export const devBench: Bench = {
  name: "dev",
  title:
    "orchestrator dev: from a push to the published release of two small variants, and the hub's part of it",
  run: async (context) => {
    if (process.getuid?.() !== 0) throw new Error("composing needs root: run this bench as root");
    const { rounds, say } = context;
    const from = await repositoryFiles(context);
    say("composing once, for the cache");
    await release(context, from, 0);
    const times: Times[] = [];
    for (let round = 1; round <= rounds; round++) {
      const measured = await release(context, from, round);
      say(`${measured.whole.toFixed(1)} s, of which ${measured.own.toFixed(1)} s are the hub's`);
      times.push(measured);
    }
    const figure = (name: string, values: readonly number[], wanted: number): Figure => ({
      ...{ name, unit: "s", value: median(values), spread: medianDeviation(values), wanted },
    });
    return [
      figure(
        "push to published release",
        times.map(({ whole }) => whole),
        300,
      ),
      figure(
        "the hub's own part",
        times.map(({ own }) => own),
        5,
      ),
    ];
  },
};

async function repositoryFiles({ work }: BenchContext): Promise<string> {
  const from = join(work, "from");
  await cp(join(repository, "templates/fleet"), from, { recursive: true });
  await rm(join(from, "packages"), { recursive: true });
  await cp(join(repository, "treefiles/tiny.yaml"), join(from, "base.yaml"));
  const tools = ["include: base.yaml", "ref: bench/tools", "add-files: [[extra, /usr/share/extra]]", ""];
  const arches = `arches: [${await nativeArchitecture()}]`;
  const compose = [
    ...['release: {short: bench, name: Bench, version: "13"}', "variants:"],
    ...[`  base: {treefile: base.yaml, ${arches}}`, `  tools: {treefile: tools.yaml, ${arches}}`, ""],
  ];
  const hubFile = ["compose: compose.yaml", "fleet: true", "release: {branches: main}", ""];
  await writeFile(join(from, "tools.yaml"), tools.join("\n"));
  await writeFile(join(from, "compose.yaml"), compose.join("\n"));
  await writeFile(join(from, ".github/debootc.yml"), hubFile.join("\n"));
  return from;
}

interface Times {
  readonly whole: number;
  readonly own: number;
}

/** Plays a session that pushes files which no session before had, until their release is there. */
async function release({ work }: BenchContext, from: string, round: number): Promise<Times> {
  const directory = join(work, `dev-${round}`);
  await writeFile(join(from, "extra"), `${round} ${process.pid}\n`);
  await mkdir(directory);
  await run({
    tool: `${repository}/bin/debootc`,
    args: [
      ...["orchestrator", "dev", "--directory", directory, "--from", from, "--slots", "2"],
      ...["--build", "--until", "release", "--json"],
    ],
    env: userEnvironment(),
    timeoutSeconds: 1800,
  });
  await using database = await openDatabase({ directory: join(directory, "session/hub") });
  // Awaited here, because the database ends with this function.
  return await timesOf(database);
}

interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * Returns how long it took from the delivery of the push to the published release. What is the hub's own of that is all in which
 * no host had an order: taking deliveries, planning, dispatching, placing, registering runners, gathering, releasing.
 */
async function timesOf({ queries }: Database): Promise<Times> {
  const { run_id: id, published_at } = await queries
    .selectFrom("release")
    .select(["run_id", "published_at"])
    .executeTakeFirstOrThrow();
  const { received_at } = await queries
    .selectFrom("delivery")
    .select("received_at")
    .where("outcome", "=", `started run ${id}`)
    .executeTakeFirstOrThrow();
  const orders = await queries
    .selectFrom("placement")
    .innerJoin("attempt", "attempt.label", "placement.label")
    .select(["placement.ordered_at", "attempt.ended_at"])
    .where("placement.ordered_at", "is not", null)
    .orderBy("placement.ordered_at")
    .execute();
  const whole = { from: received_at.getTime(), to: published_at?.getTime() ?? Number.NaN };
  const others = orders.map(({ ordered_at, ended_at }) => ({
    from: ordered_at?.getTime() ?? whole.from,
    to: ended_at?.getTime() ?? whole.to,
  }));
  const length = whole.to - whole.from;
  return { whole: length / 1000, own: (length - covered(others)) / 1000 };
}

/** Returns how long at least one of the intervals lasts; they are in the order of their beginnings. */
function covered(intervals: readonly Interval[]): number {
  let [sum, end] = [0, -Infinity];
  for (const { from, to } of intervals) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}
