import { open } from "node:fs/promises";
import { type Outcome, run } from "../run.ts";
import { insideRoot, statusDescriptor } from "../sandbox/sandbox.ts";

interface Installation {
  readonly root: string;
  /** Directory that contains the .debs. */
  readonly pool: string;
  /** Names of the .debs in the pool to install, and nothing else. */
  readonly files: readonly string[];
  /** Names of packages to remove. */
  readonly removed: readonly string[];
  /** Receives what dpkg and apt report on their status channels: `makeStatusFile`. */
  readonly statusFile: string;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** Installs .debs with the root's own apt and dpkg, without network and without any other source. */
export async function installDebs({
  root,
  pool,
  files,
  removed,
  statusFile,
  signal,
  onLine,
}: Installation): Promise<Outcome> {
  await using status = await open(statusFile, "a");
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
      `-oAPT::Status-Fd=${statusDescriptor}`,
      "--",
      ...files.map((file) => `/run/pool/${file}`),
      ...removed.map((name) => `${name}-`),
    ],
    env: { HOME: "/root" },
    signal,
    onLine,
  };
  const binds = [{ source: pool, target: "/run/pool" }];
  return await run(insideRoot(root, command, { withoutSync: true, binds, status: status.fd }));
}
