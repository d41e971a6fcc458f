import { parsePackageFileName } from "@debootc/core/deb/package-file-name";
import { comparePackages } from "@debootc/core/deb/compare-packages";
import type { ComparedFile, Comparison } from "@debootc/core/mock-build/records/comparison";
import type { BuiltFile } from "@debootc/core/mock-build/records/build-record";
import { hasDiffoscope, writeDiffoscopeReports } from "@debootc/tools/proof/diffoscope";
import { reasonOf } from "@debootc/tools/reason-of";
import { join } from "node:path";
import type { Expectation, ExpectedFile } from "./expectation.ts";
import { readPackageContents } from "./read-package-contents.ts";

interface Builds {
  readonly kind: Comparison["kind"];
  readonly expectation: Expectation;
  readonly built: readonly BuiltFile[];
  /** Holds what was built; gets the reports. */
  readonly directory: string;
  readonly variations?: Comparison["variations"];
  readonly remarks?: readonly string[];
}

interface Surroundings {
  readonly signal: AbortSignal;
  readonly step: (step: string) => void;
}

/** So many differences of a package are told; reports have them all. */
const mostDifferences = 20;
/** diffoscope has been seen to take hours. */
const diffoscopeSeconds = 900;

/** Holds what was built against what was expected, bit for bit, and explains what differs. */
export async function compareBuilds(builds: Builds, surroundings: Surroundings): Promise<Comparison> {
  const { kind, expectation, built, variations = [], remarks = [] } = builds;
  const files: ComparedFile[] = [];
  const notes = [...remarks];
  const packages = built.filter(({ name }) => parsePackageFileName(name) !== undefined);
  const matched = new Set<string>();
  for (const expected of expectation.files) {
    const found = packages.find(({ name }) => isSame(name, expected));
    if (found !== undefined) matched.add(found.name);
    files.push(await compareFile(expected, found, builds, surroundings, notes));
  }
  for (const { name, sha256 } of expectation.isComplete ? packages : []) {
    if (!matched.has(name)) {
      files.push({
        name,
        outcome: "not-expected",
        built: sha256,
        differences: [],
        differenceCount: 0,
        reports: [],
      });
    }
  }
  const isEqual = files.every(({ outcome }) => outcome === "equal");
  return {
    kind,
    outcome: isEqual ? "equal" : "different",
    files,
    variations: [...variations],
    remarks: [...new Set(notes)],
  };
}

function isSame(name: string, expected: ExpectedFile): boolean {
  const named = parsePackageFileName(name);
  return (
    named?.package === expected.package &&
    named.architecture === expected.architecture &&
    expected.name.endsWith(`.${named.type}`)
  );
}

async function compareFile(
  expected: ExpectedFile,
  built: BuiltFile | undefined,
  { directory }: Builds,
  { signal, step }: Surroundings,
  notes: string[],
): Promise<ComparedFile> {
  const none = { differences: [], differenceCount: 0, reports: [] };
  if (built === undefined)
    return { ...none, name: expected.name, outcome: "not-built", expected: expected.sha256 };
  const digests = { name: built.name, expected: expected.sha256, built: built.sha256 };
  if (expected.sha256 === built.sha256) return { ...none, ...digests, outcome: "equal" };
  if (expected.path === undefined) {
    notes.push(`${expected.name} is not at hand, only its hash: what differs cannot be told`);
    return { ...none, ...digests, outcome: "different" };
  }
  step(`finding out in what ${built.name} differs`);
  const path = join(directory, built.name);
  const differences = comparePackages(
    await readPackageContents(expected.path, signal),
    await readPackageContents(path, signal),
  );
  const reports = await explain(expected.path, built.name, directory, signal, notes);
  return {
    ...digests,
    outcome: "different",
    differences:
      differences.length === 0
        ? [{ place: "control.tar and data.tar", what: "compression" }]
        : differences.slice(0, mostDifferences),
    differenceCount: Math.max(1, differences.length),
    reports,
  };
}

async function explain(
  expected: string,
  name: string,
  directory: string,
  signal: AbortSignal,
  notes: string[],
): Promise<string[]> {
  if (!(await hasDiffoscope())) {
    notes.push(
      "diffoscope is not installed, which would show the contents side by side: apt-get install diffoscope",
    );
    return [];
  }
  try {
    return await writeDiffoscopeReports({
      expected,
      built: join(directory, name),
      directory,
      name: `${name}.diffoscope`,
      signal,
      timeoutSeconds: diffoscopeSeconds,
    });
  } catch (error) {
    signal.throwIfAborted();
    notes.push(`diffoscope could not explain ${name}: ${reasonOf(error).split("\n")[0]}`);
    return [];
  }
}
