import { comparePackages } from "@debootc/core/deb/compare-packages";
import { parseBuildinfo } from "@debootc/core/mock-build/buildinfo";
import { buildDirectory } from "@debootc/core/mock-build/chroot/build-user";
import { type BuildResult, buildResult } from "@debootc/core/mock-build/records/build-result";
import { escapedName } from "@debootc/core/tar/escaped-name";
import { readTar } from "@debootc/core/tar/read-tar";
import { readPackageContents } from "@debootc/pipeline/mock-build/proof/read-package-contents";
import { readControlFiles, readFilesystem } from "@debootc/tools/dpkg/dpkg-deb";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { readIfPresent } from "@debootc/tools/files/paths";
import { run } from "@debootc/tools/run";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { hostname, release } from "node:os";
import { join } from "node:path";
import { repository } from "../../repository/repository.ts";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { userEnvironment } from "../user-environment.ts";
import { type ArchiveBuild, archivePackages } from "./archive-packages.ts";
import { type BothBuilds, type CausedDifference, differenceCauses } from "./difference-causes.ts";
import { rowsByCause, type WitnessRow, witnessTable, withTable } from "./witness-row.ts";

const suite = "trixie";
/** Small source packages in several languages, whose build dependencies are small, too. */
const few = "cowsay,hostname,libjson-perl,xxhash,lzip,dash,less,pigz";
const page = join(repository, "docs/proof.md");

/** Measures how much of the archive is equal when it is built again, and sorts what differs by its cause. */
export const witnessBench: Bench = {
  name: "witness",
  title: `rebuilds packages of ${suite} and compares them with the archive (--packages LIST, --results DIR, --buildinfos DIR, --write)`,
  run: async (context) => {
    const { options, say } = context;
    const names = (options.get("packages") ?? few).split(/[\s,]+/).filter((name) => name !== "");
    say("fetching the archive's packages");
    const rows: WitnessRow[] = [];
    for (const archive of await archivePackages(suite, names, join(context.kept, "witness"))) {
      const row = await witness(archive, context);
      rows.push(row);
      const { source, version, equal, packages, failure } = row;
      say(`${source} ${version}: ${failure ?? `${equal} of ${packages} packages are equal`}`);
    }
    const date = new Date().toISOString().slice(0, 10);
    const table = witnessTable(rows, { suite, date });
    if (options.has("write")) await writeFile(page, withTable(await readFile(page, "utf8"), table));
    say(`\n${table}`);
    return figuresOf(rows);
  },
};

async function witness(archive: ArchiveBuild, context: BenchContext): Promise<WitnessRow> {
  const { source, version, debs, rebuild } = archive;
  const row = { source, version, packages: debs.size, equal: 0, differences: [] };
  if (rebuild !== undefined) return { ...row, failure: `the archive has a binary rebuild ${rebuild}` };
  const built = await build(archive, "first", [], context);
  if (typeof built === "string") return { ...row, failure: `not built: ${built}` };
  const surroundings = await surroundingsOf(archive, built, context);
  const differences: CausedDifference[] = [];
  let equal = 0;
  for (const [name, path] of debs) {
    const artefact = built.result.artefacts.find((one) => one.name === name);
    if (artefact === undefined) {
      differences.push({ place: name, cause: "unknown", evidence: "it was not built" });
    } else if ((await fileDigest(path)).digest === artefact.sha256) {
      equal += 1;
    } else {
      differences.push(...(await causesIn(path, join(built.directory, name), surroundings)));
    }
  }
  const isUnknown = differences.some(({ cause }) => cause === "unknown");
  return {
    ...row,
    equal,
    differences,
    ...(isUnknown ? { isReproducible: await isReproducible(archive, context) } : {}),
  };
}

interface Built {
  readonly directory: string;
  readonly result: BuildResult;
}

/** Builds as a user would, in a process of its own, what an earlier run has not built. Returns the reason if that fails. */
async function build(
  { source, version }: Pick<ArchiveBuild, "source" | "version">,
  way: "first" | "twice",
  options: readonly string[],
  context: BenchContext,
): Promise<Built | string> {
  const results = join(context.options.get("results") ?? context.work, source, way);
  const earlier = await resultIn(results, source);
  if (typeof earlier !== "string" && earlier.result.source?.version === version) return earlier;
  context.say(`building ${source} ${version}${options.length === 0 ? "" : ` ${options.join(" ")}`}`);
  await run({
    tool: `${repository}/bin/debootc`,
    args: ["mock-build", `${source}=${version}`, "--suite", suite, "--result-dir", results, ...options],
    env: userEnvironment(),
    accept: "all",
  });
  return await resultIn(results, source);
}

async function resultIn(results: string, source: string): Promise<Built | string> {
  const names = await readdir(results).catch((): string[] => []);
  // A failure of an earlier run may lie beside it.
  const [name] = names
    .filter((one) => one.startsWith(source))
    .toSorted((one, other) => Number(one.endsWith(".failed")) - Number(other.endsWith(".failed")));
  if (name === undefined) return "it left no result";
  const file = join(results, name, "result.json");
  const result = buildResult.parse(await readFile(file, "utf8"), file);
  const { failure } = result;
  return failure === undefined
    ? { directory: join(results, name), result }
    : failure.error.message.split("\n", 2).join(" ");
}

/** Builds in two environments that must not matter. */
async function isReproducible(archive: ArchiveBuild, context: BenchContext): Promise<boolean> {
  const built = await build(archive, "twice", ["--twice"], context);
  if (typeof built === "string") return false;
  return built.result.proofs.some(({ kind, outcome }) => kind === "twice" && outcome === "equal");
}

async function causesIn(
  expected: string,
  built: string,
  surroundings: BothBuilds,
): Promise<CausedDifference[]> {
  const { signal } = new AbortController();
  const differences = comparePackages(
    await readPackageContents(expected, signal),
    await readPackageContents(built, signal),
  );
  // Equal contents can be packed in different ways.
  if (differences.length === 0) differences.push({ place: "data.tar", what: "compression" });
  const places = new Set(differences.map(({ place }) => place));
  const [before, after] = [await contentsOf(expected, places), await contentsOf(built, places)];
  const none = Buffer.alloc(0);
  const read = (place: string) => ({ expected: before.get(place) ?? none, built: after.get(place) ?? none });
  return differenceCauses(differences, read, surroundings);
}

async function contentsOf(deb: string, places: ReadonlySet<string>): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const [name, archive] of [
    ["control.tar", readControlFiles(deb)],
    ["data.tar", readFilesystem(deb)],
  ] as const) {
    for await (const { entry, body } of readTar(archive, { readName: escapedName })) {
      const place = `${name}: ${entry.path}`;
      if (entry.type !== "file" || !places.has(place)) continue;
      const chunks: Buffer[] = [];
      // A copy, because the reader reuses its memory.
      for await (const chunk of body) chunks.push(Buffer.from(chunk));
      found.set(place, Buffer.concat(chunks));
    }
  }
  return found;
}

/** Collects what could get from this machine into a package, and how the build roots differ if that is known. */
async function surroundingsOf(
  { source, version }: ArchiveBuild,
  built: Built,
  { options }: BenchContext,
): Promise<BothBuilds> {
  const date = new Date(built.result.startedAt);
  const iso = date.toISOString().slice(0, 10);
  const year = String(date.getUTCFullYear());
  const month = date.toLocaleString("en", { month: "short", timeZone: "UTC" });
  const day = String(date.getUTCDate());
  const compiled = `${month} ${day.padStart(2)} ${year}`;
  const ownWords = [hostname(), release(), iso, compiled, "debootc", buildDirectory].filter(
    (word) => word.length > 3,
  );
  const directory = options.get("buildinfos");
  if (directory === undefined) return { ownWords };
  const name = `${source}_${version.replace(/^\d+:/, "")}_amd64.buildinfo`;
  const theirs = (await readIfPresent(join(directory, name)))?.toString();
  const own = built.result.artefacts.find(({ kind }) => kind === "buildinfo")?.name;
  if (theirs === undefined || own === undefined) return { ownWords };
  const ours = await readFile(join(built.directory, own), "utf8");
  return { ownWords, moved: movedPackages(installedIn(theirs, name), installedIn(ours, own)) };
}

function installedIn(text: string, origin: string): ReadonlyMap<string, string> {
  return new Map(parseBuildinfo(text, origin).installed.map(({ name, version }) => [name, version]));
}

function movedPackages(expected: ReadonlyMap<string, string>, built: ReadonlyMap<string, string>): string[] {
  return [...new Set([...expected.keys(), ...built.keys()])]
    .filter((name) => expected.get(name) !== built.get(name))
    .toSorted()
    .map((name) => `${name} ${expected.get(name) ?? "absent"} → ${built.get(name) ?? "absent"}`);
}

function figuresOf(rows: readonly WitnessRow[]): Figure[] {
  const counts = rowsByCause(rows);
  const figure = (name: string, value: number, wanted?: number): Figure => ({
    name,
    value,
    unit: "count",
    ...(wanted === undefined ? {} : { wanted }),
  });
  return [
    figure("source packages", rows.length),
    figure("wholly equal to the archive's", counts.equal),
    figure("different by the toolchain", counts.toolchain),
    figure("different by an unknown cause", counts.unknown),
    figure("different by the environment", counts.environment, 0),
    figure("not compared", counts.failed),
  ];
}
