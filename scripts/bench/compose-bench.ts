import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { NodeTiming } from "@debootc/core/compose/node-timing";
import { timingsRecord } from "@debootc/core/compose/timings";
import { placeIn } from "@debootc/core/request/fields/named-place";
import { findCompose } from "@debootc/pipeline/composed/find-compose";
import { storedDeb } from "@debootc/pipeline/gather/deb-store";
import { readLock } from "@debootc/pipeline/gather/read-lock";
import { makePackagePool } from "@debootc/pipeline/root/packages/package-pool";
import { type Command, run } from "@debootc/tools/run";
import { repository } from "../repository/repository.ts";
import type { Bench, BenchContext, Figure } from "./bench.ts";
import { type PeakMemory, withPeakMemory } from "./peak-memory.ts";
import { openProcessorTime } from "./processor-time.ts";
import { median, medianDeviation } from "./statistics.ts";
import { upgradedLibrary } from "./upgraded-library.ts";
import { userEnvironment } from "./user-environment.ts";

/** Measures a whole compose next to compose-recipe.sh, which people would write by hand for the same packages. */
export const composeBench: Bench = {
  name: "compose",
  title:
    "composing treefiles/minimal.yaml, beside a shell recipe: mmdebstrap, dracut, ostree commit, tar | gzip",
  run: async (context) => {
    if (process.getuid?.() !== 0)
      throw new Error("the recipe makes a root file system: run this bench as root");
    const recipe = await prepare(context);
    const rounds: Round[] = [];
    for (let round = 1; round <= context.rounds; round += 1) {
      rounds.push(await compare(recipe, join(context.work, `round-${round}`), context));
      context.say(`round ${round}: ${inWords(rounds.at(-1))}`);
    }
    return figuresOf(rounds);
  },
};

const phases = ["root", "commit", "image"] as const;
type Phases = Readonly<Record<(typeof phases)[number], number>>;

interface Sample {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of all processors together. */
  readonly processors: number;
  readonly phases: Phases;
  readonly memory: PeakMemory;
}

interface Round {
  readonly cold: Sample;
  readonly unchanged: Sample;
  /** With one file more than before. */
  readonly file: Sample;
  /** With another file more, which the initramfs has as well. */
  readonly booted: Sample;
  /** With one package more than at first. */
  readonly leaf: Sample;
  /** With one of its libraries newer than at first. */
  readonly library: Sample;
  /** Three variants that nobody has composed before, without phases. */
  readonly variants: Sample;
  readonly recipe: Sample;
}

interface Recipe {
  /** Contains the .debs and the indexes of the archive, and nothing else. */
  readonly cache: string;
  /** The treefile with a newer library. */
  readonly upgraded: string;
  readonly arguments: readonly string[];
}

/** What people do after the first compose. The recipe does all of it anew each time. */
const changes: readonly { name: string; of: (round: Round) => Sample; wanted?: number }[] = [
  { name: "nothing changed", of: ({ unchanged }) => unchanged, wanted: 0.02 },
  { name: "one file more", of: ({ file }) => file, wanted: 0.15 },
  { name: "one file of the initramfs more", of: ({ booted }) => booted },
  { name: "one package more", of: ({ leaf }) => leaf, wanted: 0.35 },
  { name: "one library upgraded", of: ({ library }) => library, wanted: 0.5 },
];

const treefiles = join(import.meta.dirname, "treefiles");

/** Many packages need it, dracut copies it, and none wants exactly one version of it. */
const library = "liblz4-1";

/** Fills the caches that both start from: .debs and their indexes. */
async function prepare({ work, kept, say }: BenchContext): Promise<Recipe> {
  say("composing once, for the packages");
  const cache = join(kept, "compose-cache");
  await run(composeCommand("leaf/minimal.yaml", join(work, "first"), cache));
  const { architecture, lock, timestamp } = (await findCompose(placeIn(join(work, "first"), "latest"), work))
    .result;
  const section = (await readLock(lock))?.architectures[architecture];
  if (section === undefined) throw new Error(`${lock} has no section ${architecture}`);
  const pool = join(work, "pool");
  await makePackagePool(section.packages, join(cache, "debs"), pool, new AbortController().signal);
  const locked = section.packages.find(({ name }) => name === library);
  if (locked === undefined) throw new Error(`minimal.yaml has no ${library}`);
  const upgraded = await upgradedLibrary(join(work, "upgraded"), {
    treefile: join(treefiles, "minimal.yaml"),
    deb: storedDeb(join(cache, "debs"), locked.sha256),
  });
  const packages = section.packages.map(({ name }) => name).join(",");
  return { cache, upgraded, arguments: [pool, packages, String(Date.parse(timestamp) / 1000)] };
}

/**
 * Runs one of each, in turn. Nothing is removed before the end: ext4 takes long to create files where many were removed
 * recently, which would slow down whichever comes second.
 */
async function compare(recipe: Recipe, directory: string, { say }: BenchContext): Promise<Round> {
  const cache = join(directory, "cache");
  await mkdir(cache, { recursive: true });
  const kept = ["debs", "indexes"].map((name) => join(recipe.cache, name));
  await run({ tool: "cp", args: ["--archive", "--link", ...kept, cache] });
  const output = join(directory, "out");
  const ofDebootc = async (what: string, treefile: string) => {
    say(`debootc, ${what}`);
    const { sample } = await measure(composeCommand(treefile, output, cache), `${process.pid}-debootc`);
    const timings = join(output, "latest/logs/timings.json");
    return {
      ...sample,
      phases: phasesOf(timingsRecord.parse(await readFile(timings, "utf8"), timings).nodes),
    };
  };
  const cold = await ofDebootc("cold", "minimal.yaml");
  const unchanged = await ofDebootc("nothing changed", "minimal.yaml");
  const file = await ofDebootc("one file more", "file/minimal.yaml");
  const booted = await ofDebootc("one file of the initramfs more", "initramfs-file/minimal.yaml");
  const leaf = await ofDebootc("one package more", "leaf/minimal.yaml");
  const newer = await ofDebootc("one library upgraded", recipe.upgraded);
  const variants = await variantsIn(recipe, join(directory, "variants"), say);

  say("the recipe");
  const script = join(import.meta.dirname, "compose-recipe.sh");
  const args = [script, ...recipe.arguments, join(directory, "recipe")];
  const { sample, stdout } = await measure({ tool: "bash", args }, `${process.pid}-recipe`);
  return {
    cold,
    unchanged,
    file,
    booted,
    leaf,
    library: newer,
    variants,
    recipe: { ...sample, phases: JSON.parse(stdout) as Phases },
  };
}

/** Composes three variants with a cache that has no finished step. */
async function variantsIn({ cache }: Recipe, directory: string, say: BenchContext["say"]): Promise<Sample> {
  say("debootc, three variants");
  const own = join(directory, "cache");
  await mkdir(own, { recursive: true });
  const kept = ["debs", "indexes"].map((name) => join(cache, name));
  await run({ tool: "cp", args: ["--archive", "--link", ...kept, own] });
  const command = composeCommand("variants.yaml", join(directory, "out"), own);
  const { sample } = await measure(command, `${process.pid}-variants`);
  return { ...sample, phases: { root: 0, commit: 0, image: 0 } };
}

async function measure(command: Command, name: string) {
  await using processors = await openProcessorTime(`debootc-bench-${name}`);
  const begin = performance.now();
  const { value, memory } = await withPeakMemory(() => run(processors.counted(command)));
  const wall = (performance.now() - begin) / 1000;
  return { sample: { wall, processors: await processors.seconds(), memory }, stdout: value.stdout };
}

/** Runs it as a user would, in a separate process. */
function composeCommand(treefile: string, outputDir: string, cacheDir: string): Command {
  const places = ["--output-dir", outputDir, "--cache-dir", cacheDir];
  return {
    tool: `${repository}/bin/debootc`,
    args: ["compose", resolve(treefiles, treefile), ...places],
    env: userEnvironment(),
  };
}

/** Sums nodes that may run at the same time, so that the sum of the phases can exceed the total. */
function phasesOf(nodes: readonly NodeTiming[]): Phases {
  const between = (first: string, last: string) => {
    const begin = nodes.find(({ node }) => node === first);
    const end = nodes.find(({ node }) => node === last);
    if (begin === undefined || end === undefined) throw new Error(`the compose has no ${first} or ${last}`);
    return end.startSeconds + end.seconds - begin.startSeconds;
  };
  return {
    // From choosing the packages on, because the recipe is given them.
    root: between("lock", "root"),
    commit: between("commit", "commit"),
    image: between("layers", "image"),
  };
}

function inWords(round: Round | undefined): string {
  return Object.entries(round ?? {})
    .map(([name, { wall }]: [string, Sample]) => `${name} ${wall.toFixed(2)} s`)
    .join(", ");
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const each = (of: (round: Round) => number) => rounds.map(of);
  const measured = (
    name: string,
    unit: "s" | "ratio",
    values: readonly number[],
    wanted?: number,
  ): Figure => ({
    name,
    value: median(values),
    spread: medianDeviation(values),
    unit,
    ...(wanted === undefined ? {} : { wanted }),
  });
  const peak = (name: string, values: readonly number[]): Figure => ({
    name: `${name}, peak memory`,
    value: Math.max(...values),
    unit: "MiB",
  });
  const seconds = (name: string, of: (round: Round) => Sample): Figure[] => [
    measured(
      `${name}, wall`,
      "s",
      each((round) => of(round).wall),
    ),
    measured(
      `${name}, processors`,
      "s",
      each((round) => of(round).processors),
    ),
    ...phases.map((phase) =>
      measured(
        `${name}, ${phase}`,
        "s",
        each((round) => of(round).phases[phase]),
      ),
    ),
  ];
  // Round by round, because other load on the machine was then nearly the same for both.
  return [
    ...seconds("debootc, cold", ({ cold }) => cold),
    ...seconds("recipe", ({ recipe }) => recipe),
    ...[...changes, { name: "three variants", of: ({ variants }: Round) => variants }].map(({ name, of }) =>
      measured(
        `debootc, ${name}, wall`,
        "s",
        each((round) => of(round).wall),
      ),
    ),
    peak(
      "debootc, Node alone",
      each(({ cold }) => cold.memory.node),
    ),
    peak(
      "debootc, all it runs",
      each(({ cold }) => cold.memory.all),
    ),
    peak(
      "recipe, all it runs",
      each(({ recipe }) => recipe.memory.all),
    ),
    ...phases.map((phase) =>
      measured(
        `${phase}, to the recipe`,
        "ratio",
        each(({ cold, recipe }) => cold.phases[phase] / recipe.phases[phase]),
      ),
    ),
    measured(
      "cold, to the recipe",
      "ratio",
      each(({ cold, recipe }) => cold.wall / recipe.wall),
      0.7,
    ),
    measured(
      "cold, processors, to the recipe",
      "ratio",
      each(({ cold, recipe }) => cold.processors / recipe.processors),
    ),
    measured(
      "three variants, to a cold one",
      "ratio",
      each(({ cold, variants }) => variants.wall / cold.wall),
      1.5,
    ),
    ...changes.map(({ name, of, wanted }) =>
      measured(
        `${name}, to the recipe`,
        "ratio",
        each((round) => of(round).wall / round.recipe.wall),
        wanted,
      ),
    ),
  ];
}
