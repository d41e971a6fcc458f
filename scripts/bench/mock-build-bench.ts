import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildResult } from "@debootc/core/mock-build/records/build-result";
import { type Command, run } from "@debootc/tools/run";
import { fetchPoolSource } from "./fetch-pool-source.ts";
import { repository } from "../repository/repository.ts";
import type { Bench, BenchContext, Figure } from "./bench.ts";
import { placeSources } from "./place-sources.ts";
import { median, medianDeviation } from "./statistics.ts";
import { userEnvironment } from "./user-environment.ts";

const suite = "trixie";
const tiny = "sl";
const real = "jq";
/** One version, so that runs can be compared. */
const realDsc = {
  path: "pool/main/j/jq/jq_1.7.1-6+deb13u3.dsc",
  digest: "sha256:b8f3bb5475bf6efc82eb0f22469b86bfd3ce4316244bef360c38b038844bcbdb",
} as const;
const several = ["sl", "figlet", "toilet", "libjson-perl"];

/** Packages built in clean chroots, beside sbuild with a tarball of its own: both ask the archive for news each time. */
export const mockBuildBench: Bench = {
  name: "mock-build",
  title: `building ${tiny} and ${real} of ${suite}, beside sbuild in unshare mode; four small packages one by one and two at once`,
  run: async (context) => {
    await refuseWithout(context);
    const scene = await prepare(context);
    const rounds: Round[] = [];
    for (let round = 1; round <= context.rounds; round += 1) {
      rounds.push(await compare(scene, join(context.work, `round-${round}`), context));
      context.say(`round ${round}: ${inWords(rounds.at(-1))}`);
    }
    return figuresOf(rounds);
  },
};

/** Seconds. */
interface Round {
  readonly tinyCold: number;
  readonly tinyWarm: number;
  readonly realWarm: number;
  /** Of `realWarm`, without the package's own build. */
  readonly realAround: number;
  readonly oneByOne: number;
  readonly twoAtOnce: number;
  /** Making its tarball, and the package with it. */
  readonly sbuildTinyCold: number;
  readonly sbuildTiny: number;
  readonly sbuildReal: number;
}

interface Scene {
  readonly sources: ReadonlyMap<string, string>;
  /** With the .debs and the indexes of the archive, and nothing else. */
  readonly downloads: string;
}

async function refuseWithout({ say }: BenchContext): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error("run this bench as root, for both to have the same rights");
  const subordinate = await readFile("/etc/subuid", "utf8").catch(() => "");
  if (!/^root:/m.test(subordinate))
    throw new Error(
      "sbuild needs ids for its namespace: usermod --add-subuids 300000-365535 --add-subgids 300000-365535 root",
    );
  const { stdout } = await run({ tool: "sbuild", args: ["--version"] });
  say(stdout.split("\n")[0] ?? "");
}

async function prepare({ work, kept, say }: BenchContext): Promise<Scene> {
  say("fetching the source packages");
  const directory = join(work, "sources");
  const placed = await placeSources(suite, [...new Set([tiny, ...several])], directory);
  const jq = await fetchPoolSource(realDsc.path, realDsc.digest, join(directory, real));
  const sources = new Map([...placed, [real, jq]]);
  say("building once, for the packages");
  const downloads = join(kept, "mock-build-cache");
  // As a chain, of which a later run finds all in the cache.
  await run(debootc([...sources.values()], { cache: downloads, results: join(work, "first") }));
  return { sources, downloads };
}

async function compare(
  { sources, downloads }: Scene,
  directory: string,
  { say }: BenchContext,
): Promise<Round> {
  const places = { cache: join(directory, "cache"), results: join(directory, "results") };
  await mkdir(places.cache, { recursive: true });
  const kept = ["debs", "indexes"].map((name) => join(downloads, name));
  await run({ tool: "cp", args: ["--archive", "--link", ...kept, places.cache] });
  const dsc = (name: string) => sources.get(name) ?? "";
  const timed = async (what: string, command: Command) => {
    say(what);
    // What the one before left to write or to discard is not what is measured.
    await run({ tool: "sync", args: [] });
    const began = performance.now();
    await run(command);
    return (performance.now() - began) / 1000;
  };

  // sbuild makes none.
  for (const count of [1, 2, 3]) await mkdir(join(directory, `sbuild-${count}`));
  const tinyCold = await timed("debootc, cold", debootc([dsc(tiny)], places));
  const tarball = join(directory, "chroot.tar");
  const made = await timed("mmdebstrap for sbuild", {
    tool: "mmdebstrap",
    args: ["--variant=buildd", "--quiet", suite, tarball, ...mirror()],
  });
  const sbuildFirst = await timed("sbuild", sbuild(dsc(tiny), tarball, join(directory, "sbuild-1")));
  const tinyWarm = await timed("debootc, warm", debootc([dsc(tiny)], places));
  const sbuildTiny = await timed("sbuild", sbuild(dsc(tiny), tarball, join(directory, "sbuild-2")));

  // Its dependencies are a layer after this.
  await run(debootc([dsc(real)], places));
  const realWarm = await timed(`debootc, ${real}`, debootc([dsc(real)], places));
  const realAround = realWarm - (await secondsOfBuild(places.results, real));
  const sbuildReal = await timed(`sbuild, ${real}`, sbuild(dsc(real), tarball, join(directory, "sbuild-3")));

  await run(debootc(several.map(dsc), places));
  const anew = async (what: string, jobs: string) => {
    // A chain takes what it built before from the cache, which is not what is measured.
    await rm(join(places.cache, "steps/entries/build"), { recursive: true, force: true });
    return timed(what, debootc(several.map(dsc), places, [jobs]));
  };
  const oneByOne = await anew("one by one", "--jobs=1");
  const twoAtOnce = await anew("two at once", "--jobs=2");
  const sbuildTinyCold = made + sbuildFirst;
  return {
    tinyCold,
    tinyWarm,
    realWarm,
    realAround,
    oneByOne,
    twoAtOnce,
    sbuildTinyCold,
    sbuildTiny,
    sbuildReal,
  };
}

/** As a user would, in a process of its own. */
function debootc(
  sources: readonly string[],
  { cache, results }: { readonly cache: string; readonly results: string },
  options: readonly string[] = [],
): Command {
  const places = ["--cache-dir", cache, "--result-dir", results];
  return {
    tool: `${repository}/bin/debootc`,
    args: ["mock-build", ...sources, "--suite", suite, ...places, ...options],
    env: userEnvironment(),
  };
}

/** As it is started for a build alone: what it would run afterwards is not what is compared. */
function sbuild(dsc: string, tarball: string, directory: string): Command {
  return {
    tool: "env",
    args: [
      `--chdir=/`,
      "sbuild",
      "--chroot-mode=unshare",
      `--chroot=${tarball}`,
      `--dist=${suite}`,
      "--no-run-lintian",
      "--no-run-piuparts",
      "--no-run-autopkgtest",
      `--build-dir=${directory}`,
      dsc,
    ],
    env: userEnvironment(),
  };
}

function mirror(): string[] {
  const given = process.env["DEBOOTC_MIRROR"];
  return given === undefined ? [] : [given];
}

async function secondsOfBuild(results: string, name: string): Promise<number> {
  const directory = (await readdir(results)).find((one) => one.startsWith(`${name}_`)) ?? "";
  const file = join(results, directory, "result.json");
  const { stages } = buildResult.parse(await readFile(file, "utf8"), file);
  return stages.find(({ stage }) => stage === "build")?.seconds ?? Number.NaN;
}

function inWords(round: Round | undefined): string {
  return Object.entries(round ?? {})
    .map(([name, seconds]: [string, number]) => `${name} ${seconds.toFixed(2)} s`)
    .join(", ");
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const figure = (
    name: string,
    unit: "s" | "ratio",
    of: (round: Round) => number,
    wanted?: number,
  ): Figure => ({
    name,
    value: median(rounds.map(of)),
    spread: medianDeviation(rounds.map(of)),
    unit,
    ...(wanted === undefined ? {} : { wanted }),
  });
  // Round by round: what else the machine did then was nearly the same for both.
  return [
    figure(`${tiny}, cold, debootc`, "s", ({ tinyCold }) => tinyCold),
    figure(`${tiny}, cold, sbuild`, "s", ({ sbuildTinyCold }) => sbuildTinyCold),
    figure(`${tiny}, warm, debootc`, "s", ({ tinyWarm }) => tinyWarm),
    figure(`${tiny}, warm, sbuild`, "s", ({ sbuildTiny }) => sbuildTiny),
    figure(`${real}, warm, debootc`, "s", ({ realWarm }) => realWarm),
    figure(`${real}, warm, sbuild`, "s", ({ sbuildReal }) => sbuildReal),
    figure("four small packages, one by one", "s", ({ oneByOne }) => oneByOne),
    figure("four small packages, two at once", "s", ({ twoAtOnce }) => twoAtOnce),
    figure(`${tiny}, cold, to sbuild`, "ratio", (round) => round.tinyCold / round.sbuildTinyCold, 0.7),
    figure(`${tiny}, warm, to sbuild`, "ratio", (round) => round.tinyWarm / round.sbuildTiny, 0.25),
    figure(`${real}, warm, to sbuild`, "ratio", (round) => round.realWarm / round.sbuildReal),
    figure(`${real}, warm, all but its own build`, "s", ({ realAround }) => realAround, 4),
    figure("two at once, to one by one", "ratio", (round) => round.twoAtOnce / round.oneByOne, 1 / 1.7),
  ];
}
