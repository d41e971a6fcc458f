import { findTool } from "../find-tool.ts";
import { run } from "../run.ts";
import { boundTool } from "../sandbox/sandbox.ts";

/** Whether archives can be made again from git here: pristine-tar is never required. */
export async function hasPristineTar(): Promise<boolean> {
  return (await findTool("pristine-tar")) !== undefined;
}

interface ArchiveCheckout {
  /** Has `refs/heads/pristine-tar`, and the tree that the archive was made of. */
  readonly repository: string;
  /** File name of the archive. */
  readonly name: string;
  /** Gets it. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/**
 * Makes an archive again byte for byte from what a repository keeps of it (pristine-tar(1)). What that is, a stranger
 * wrote: the program sees nothing but the two directories. Throws `tool-failed` when it does not come to the same bytes.
 */
export async function checkOutArchive({
  repository,
  name,
  directory,
  signal,
  onLine,
}: ArchiveCheckout): Promise<void> {
  const places = { repository: "/tmp/repository", archives: "/tmp/archives" };
  await run({
    ...boundTool(
      {
        tool: "env",
        args: [
          `--chdir=${places.repository}`,
          ...["HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1", "pristine-tar"],
          ...["checkout", `${places.archives}/${name}`],
        ],
      },
      {
        binds: [
          { source: repository, target: places.repository, writable: true },
          { source: directory, target: places.archives, writable: true },
        ],
      },
    ),
    signal,
    onLine,
    timeoutSeconds: 1800,
  });
}
