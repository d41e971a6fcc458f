import { DebootcError } from "@debootc/core/error/debootc-error";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSelection, type Selection } from "./apt.ts";
import { run } from "../run.ts";
import { insideRoot } from "../sandbox/sandbox.ts";

interface BuildDependencyWish {
  /** Root that has apt, and the packages that need not be chosen any more. */
  readonly root: string;
  /** Directory of an `AptRoot` with its indexes; it is only read. */
  readonly aptDirectory: string;
  /** Takes what apt writes; made here. */
  readonly workDirectory: string;
  /** A .dsc, of which apt reads the relations. */
  readonly dsc: string;
  /** Architecture that the packages are built for, by Debian's name. */
  readonly hostArchitecture: string;
  readonly profiles: readonly string[];
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

type BuildDependencySolution =
  | {
      readonly kind: "solved";
      readonly selected: readonly Selection[];
      /** Names of packages of the root that may not be there. */
      readonly removed: readonly string[];
    }
  /** apt found no set; `said` is its own account of it. */
  | { readonly kind: "unmet"; readonly said: string };

/** What the root sees as them. */
const seen = { apt: "/run/apt", work: "/run/solve" };

/** Lets a root's own apt choose what has to be installed there before a source package can be built. */
export async function solveBuildDependencies(wish: BuildDependencyWish): Promise<BuildDependencySolution> {
  const { root, aptDirectory, workDirectory, profiles } = wish;
  for (const path of ["tmp", "cache/archives/partial"])
    await mkdir(join(workDirectory, path), { recursive: true });
  const outside = await readFile(join(aptDirectory, "apt.conf"), "utf8");
  await writeFile(join(workDirectory, "apt.conf"), outside.replaceAll(aptDirectory, seen.apt) + ownPlaces);
  await copyFile(join(root, "var/lib/dpkg/status"), join(workDirectory, "status"));
  await writeFile(join(workDirectory, "source.dsc"), wish.dsc);
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
  if (
    /unmet dependencies|held broken packages|Unable to (?:locate|correct|satisfy)|Unsatisfied dependencies|cannot be satisfied|dependency for .* (?:can't|cannot) be/.test(
      said,
    )
  ) {
    return { kind: "unmet", said };
  }
  throw new DebootcError("package-manager-failed", `apt-get build-dep failed: ${said}`);
}

/** Indexes are shared with others who choose from them; the rest of what apt reads and writes is not. */
const ownPlaces = [
  `Dir::State::Status "${seen.work}/status";`,
  `Dir::Cache "${seen.work}/cache";`,
  'Dir::Etc::Preferences "/dev/null";',
  "",
].join("\n");

function removedPackages(stdout: string): string[] {
  const list = /^(?:The following packages will be REMOVED|REMOVING):\n((?: .*\n)+)/m.exec(stdout)?.[1] ?? "";
  return list.split(/\s+/).filter(Boolean);
}
