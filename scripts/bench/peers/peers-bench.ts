import { join } from "node:path";
import { formatBytes } from "@debootc/core/text/amount";
import { placeIn } from "@debootc/core/request/fields/named-place";
import { findCompose } from "@debootc/pipeline/composed/find-compose";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { type Command, run } from "@debootc/tools/run";
import { repository } from "../../repository/repository.ts";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { openProcessorTime } from "../processor-time.ts";
import { median, medianDeviation } from "../statistics.ts";
import { userEnvironment } from "../user-environment.ts";
import { type Peer, peers } from "./peers.ts";
import { openToolbox, peerCommand, type Toolbox } from "./toolbox.ts";

/** Measures a compose next to other tools that build Debian of the same packages, each in its own way and kind of image. */
export const peersBench: Bench = {
  name: "peers",
  title: "composing treefiles/minimal.yaml, beside mkosi, debos and live-build with the same packages",
  run: async (context) => {
    if (process.getuid?.() !== 0) throw new Error("the peers make root file systems: run this bench as root");
    const toolbox = await openToolbox(join(context.kept, "peers-toolbox"), context.say);
    context.say(toolbox.versions);
    const rounds: ReadonlyMap<string, Round>[] = [];
    for (let round = 1; round <= context.rounds; round += 1)
      rounds.push(await measureAll(toolbox, join(context.work, `round-${round}`), context));
    return [...(rounds[0]?.keys() ?? [])].flatMap((name) =>
      figuresOf(
        name,
        rounds.flatMap((round) => round.get(name) ?? []),
      ),
    );
  },
};

interface Sample {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of all processors together. */
  readonly processors: number;
  readonly bytes: number;
  readonly digest: string;
}

interface Round {
  /** With empty caches, so that everything is downloaded. */
  readonly cold: Sample;
  /** The same once more, with what the first run left. */
  readonly again: Sample;
  /** With one package more. */
  readonly leaf: Sample;
}

/** What the system is asked to have; how it starts and is kept up to date is each tool's own. */
const packages = [
  ...[
    "systemd",
    "systemd-sysv",
    "dbus",
    "libpam-systemd",
    "udev",
    "kmod",
    "procps",
    "util-linux",
    "login",
    "passwd",
  ],
  ...[
    "e2fsprogs",
    "linux-image-cloud-amd64",
    "systemd-resolved",
    "iproute2",
    "openssh-server",
    "ca-certificates",
    "less",
  ],
];

/** The one package more of the treefile in treefiles/leaf, on which no other depends. */
const leaf = "sl";

/** A fixed date: whatever a tool writes of it is the same in each run. */
const epoch = 1_764_000_000;

/** Measures each in a directory of its own, or only those that `--only=NAME,NAME` names. */
async function measureAll(
  toolbox: Toolbox,
  directory: string,
  { say, options }: BenchContext,
): Promise<Map<string, Round>> {
  const rounds = new Map<string, Round>();
  const only = options.get("only")?.split(",");
  for (const { name, ...peer } of [{ name: "debootc" }, ...peers]) {
    if (only?.includes(name) === false) continue;
    const place = join(directory, name);
    const build = (isMore: boolean) =>
      "script" in peer ? ofPeer(toolbox, { name, ...peer }, { place, isMore }) : ofDebootc(place, isMore);
    rounds.set(name, await threeTimes(name, say, build));
  }
  return rounds;
}

async function threeTimes(
  name: string,
  say: BenchContext["say"],
  build: (isMore: boolean) => Promise<Sample>,
): Promise<Round> {
  const said = async (what: string, isMore: boolean) => {
    const sample = await build(isMore);
    const { wall, processors, bytes, digest } = sample;
    say(
      `${name}, ${what}: ${wall.toFixed(1)} s, processors ${processors.toFixed(1)} s, ${formatBytes(bytes)}, ${digest.slice(0, 15)}`,
    );
    return sample;
  };
  return {
    cold: await said("cold", false),
    again: await said("again", false),
    leaf: await said("one package more", true),
  };
}

async function ofPeer(
  toolbox: Toolbox,
  peer: Peer,
  { place, isMore }: { place: string; isMore: boolean },
): Promise<Sample> {
  const chosen = isMore ? [...packages, leaf] : packages;
  const sample = await measure(await peerCommand(toolbox, peer, { place, packages: chosen, epoch }));
  const { size, digest } = await fileDigest(join(place, peer.result));
  return { ...sample, bytes: size, digest };
}

async function ofDebootc(directory: string, isMore: boolean): Promise<Sample> {
  const treefile = join(import.meta.dirname, "../treefiles", isMore ? "leaf/minimal.yaml" : "minimal.yaml");
  const [output, cache] = [join(directory, "out"), join(directory, "cache")];
  const sample = await measure({
    tool: `${repository}/bin/debootc`,
    args: ["compose", treefile, "--output-dir", output, "--cache-dir", cache],
    env: userEnvironment(),
  });
  const { image } = (await findCompose(placeIn(output, "latest"), output)).result;
  return { ...sample, bytes: image.size, digest: image.manifestDigest };
}

async function measure(command: Command): Promise<Pick<Sample, "wall" | "processors">> {
  await using processors = await openProcessorTime(`debootc-bench-${process.pid}-peers`);
  const begin = performance.now();
  await run(processors.counted(command));
  return { wall: (performance.now() - begin) / 1000, processors: await processors.seconds() };
}

function figuresOf(name: string, rounds: readonly Round[]): Figure[] {
  const steps = { cold: "cold", again: "again", leaf: "one package more" } as const;
  const seconds = (Object.keys(steps) as (keyof Round)[]).flatMap((step) =>
    (["wall", "processors"] as const).map((kind): Figure => {
      const values = rounds.map((round) => round[step][kind]);
      return {
        ...{ name: `${name}, ${steps[step]}, ${kind}`, unit: "s" },
        ...{ value: median(values), spread: medianDeviation(values) },
      };
    }),
  );
  const size: Figure = {
    name: `${name}, result`,
    value: median(rounds.map(({ cold }) => cold.bytes)),
    unit: "bytes",
  };
  return [
    ...seconds,
    size,
    {
      name: `${name}, different results of equal builds`,
      value: new Set(rounds.flatMap(({ cold, again }) => [cold.digest, again.digest])).size,
      unit: "count",
    },
  ];
}
