import { requireDirectory } from "@debootc/tools/files/require-directory";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { join } from "node:path";
import { identifyProcess } from "../cache/process-identity.ts";
import { abandonedStagingDirectories, makeStagingDirectory } from "../cache/staging-area.ts";
import type { Node } from "../engine/node.ts";
import type { Records } from "../engine/records.ts";
import type { Run } from "../engine/with-run.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import type { Privilege } from "../worker/run-privileged.ts";

interface ComposeRun {
  readonly compose: LegOfCompose;
  /** Where the nodes' logs are kept. */
  readonly logs: string;
  /** The directory in which scratch directories are made. */
  readonly area: string;
  readonly privilege: Privilege;
  /** `scratch` goes with the run; a run that was killed leaves it to the next. */
  readonly nodes: (scratch: string) => readonly Node[] | Promise<readonly Node[]>;
}

/** Runs nodes on a finished compose, which stays as it is, and returns their records. */
export async function runOnCompose(
  { compose, logs, area, privilege, nodes }: ComposeRun,
  run: Run,
): Promise<Records> {
  await requireDirectory(logs);
  await requireDirectory(area, 0o700);
  for (const { path } of await abandonedStagingDirectories(area)) await removeAnyTree(path, privilege);
  const scratch = await makeStagingDirectory(area, await identifyProcess(process.pid));
  run.held.defer(() => removeAnyTree(scratch, privilege));
  run.begin(compose.composeId);
  const { records } = await run.nodes(await nodes(scratch), {
    logDirectory: logs,
    workDirectory: join(scratch, "work"),
    atOnce: 1,
    privilege,
  });
  return records;
}
