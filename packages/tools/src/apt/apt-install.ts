import { type Outcome, run } from "../run.ts";
import { insideRoot } from "../sandbox/sandbox.ts";

interface Installation {
  readonly root: string;
  /** Directory of the .debs. */
  readonly pool: string;
  /** Names of .debs in the pool: exactly what is to be installed. */
  readonly files: readonly string[];
  /** Names of packages that have to go. */
  readonly removed: readonly string[];
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** Installs .debs with the apt and dpkg of the root itself, without a network or any other source. */
export async function installDebs({
  root,
  pool,
  files,
  removed,
  signal,
  onLine,
}: Installation): Promise<Outcome> {
  const command = {
    tool: "apt-get",
    args: [
      "install",
      "--yes",
      "--quiet=1",
      "--no-install-recommends",
      "--allow-downgrades",
      ...(removed.length === 0 ? [] : ["--allow-remove-essential"]),
      "-oDpkg::Use-Pty=0",
      "-oDPkg::Options::=--force-unsafe-io",
      "-oDPkg::Options::=--force-confdef",
      "-oDPkg::Options::=--force-confold",
      "-oAPT::Solver=internal",
      "-oDir::Cache::pkgcache=",
      "-oDir::Cache::srcpkgcache=",
      "--",
      ...files.map((file) => `/run/pool/${file}`),
      ...removed.map((name) => `${name}-`),
    ],
    env: { HOME: "/root" },
    signal,
    onLine,
  };
  return run(
    insideRoot(root, command, { withoutSync: true, binds: [{ source: pool, target: "/run/pool" }] }),
  );
}
