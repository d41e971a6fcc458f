import type { Pin } from "@debootc/core/debian/pin";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatPins, parseSelection, type Selection, type UnusableEntry, unusableEntry } from "./apt.ts";
import { unmetLines } from "./unmet-lines.ts";
import { fullDiskError } from "../full-disk.ts";
import { run } from "../run.ts";
import { insideRoot } from "../sandbox/sandbox.ts";

interface BuildDependencyWish {
  /** Root that has apt, and the packages that are already installed. */
  readonly root: string;
  /** Directory of an `AptRoot` with its indexes; never written to. */
  readonly aptDirectory: string;
  /** Receives what apt writes; created here. */
  readonly workDirectory: string;
  /** Text of a .dsc, from which apt reads the build dependencies. */
  readonly dsc: string;
  /** Debian's name of the architecture that the packages are built for. */
  readonly hostArchitecture: string;
  readonly profiles: readonly string[];
  /** The first pin that matches a version counts. */
  readonly pins: readonly Pin[];
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

type BuildDependencySolution =
  | {
      readonly kind: "solved";
      readonly selected: readonly Selection[];
      /** Names of packages that must be removed from the root. */
      readonly removed: readonly string[];
    }
  /** apt found no solution; `said` is what tells in its own explanation. */
  | { readonly kind: "unmet"; readonly said: string }
  | UnusableEntry;

/** Paths of these directories inside the root. */
const seen = { apt: "/run/apt", work: "/run/solve" };

/** Lets a root's own apt choose what must be installed there before a source package can be built. */
export async function solveBuildDependencies(wish: BuildDependencyWish): Promise<BuildDependencySolution> {
  const { root, aptDirectory, workDirectory, profiles } = wish;
  for (const path of ["tmp", "cache/archives/partial"])
    await mkdir(join(workDirectory, path), { recursive: true });
  const outside = await readFile(join(aptDirectory, "apt.conf"), "utf8");
  await writeFile(join(workDirectory, "apt.conf"), outside.replaceAll(aptDirectory, seen.apt) + ownPlaces);
  await copyFile(join(root, "var/lib/dpkg/status"), join(workDirectory, "status"));
  await writeFile(join(workDirectory, "source.dsc"), wish.dsc);
  await writeFile(join(workDirectory, "preferences"), formatPins({ excluded: [], pins: wish.pins }));
  const command = {
    tool: "apt-get",
    args: [
      "build-dep",
      "--yes",
      "--quiet=1",
      "--print-uris",
      "-oAcquire::ForceHash=SHA256",
      `--host-architecture=${wish.hostArchitecture}`,
      ...(profiles.length === 0 ? [] : [`--build-profiles=${profiles.join(",")}`]),
      `${seen.work}/source.dsc`,
    ],
    env: { APT_CONFIG: `${seen.work}/apt.conf`, TMPDIR: `${seen.work}/tmp` },
    signal: wish.signal,
    onLine: wish.onLine,
    accept: [0, 100],
  };
  const { exitCode, stdout, stderr } = await run(
    insideRoot(root, command, {
      readOnly: true,
      binds: [
        { source: aptDirectory, target: seen.apt },
        { source: workDirectory, target: seen.work, writable: true },
      ],
    }),
  );
  if (exitCode === 0) {
    return {
      kind: "solved",
      selected: stdout.split("\n").flatMap(parseSelection),
      removed: removedPackages(stdout),
    };
  }
  const said = `${stdout}${stderr}`.trim();
  // No script of a package runs here, and no name or version in a .dsc has a blank: this is apt's own error.
  const full = /^E: .*[(]28: .*$/m.exec(stderr)?.[0];
  if (full !== undefined) throw fullDiskError("apt-get build-dep", full);
  if (
    /unmet dependencies|held broken packages|Unable to (?:locate|correct|satisfy)|Unsatisfied dependencies|Essential packages were removed|cannot be satisfied|dependency for .* (?:can't|cannot) be/.test(
      said,
    )
  ) {
    return { kind: "unmet", said: unmetLines(said) };
  }
  const unusable = unusableEntry(said);
  if (unusable !== undefined) return unusable;
  throw new DebootcError("package-manager-failed", `apt-get build-dep failed: ${said}`);
}

/** The indexes are shared with other solvers; everything else that apt reads and writes is private. */
const ownPlaces = [
  `Dir::State::Status "${seen.work}/status";`,
  `Dir::Cache "${seen.work}/cache";`,
  `Dir::Etc::Preferences "${seen.work}/preferences";`,
  "",
].join("\n");

function removedPackages(stdout: string): string[] {
  const list = /^(?:The following packages will be REMOVED|REMOVING):\n((?: .*\n)+)/m.exec(stdout)?.[1] ?? "";
  return list.split(/\s+/).filter(Boolean);
}
