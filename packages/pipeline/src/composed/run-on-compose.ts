import type { ComposeResult } from "@debootc/core/compose/compose-result";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { identifyProcess } from "../cache/process-identity.ts";
import { abandonedStagingDirectories, makeStagingDirectory } from "../cache/staging-area.ts";
import { eventStream } from "../engine/event-stream.ts";
import { leaveNothing } from "../engine/leave-nothing.ts";
import type { Node } from "../engine/node.ts";
import { runNodes } from "../engine/run-nodes.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import type { Privilege } from "../worker/run-privileged.ts";

type MaybePromise<T> = T | Promise<T>;

interface ComposeRun<Records extends object> {
  readonly compose: ComposeResult;
  /** Where the nodes' logs are kept. */
  readonly logs: string;
  /** The directory in which scratch directories are made. */
  readonly area: string;
  readonly privilege: Privilege;
  /** `scratch` is gone when the run has ended; one that was killed leaves it to the next. */
  readonly nodes: (
    scratch: string,
  ) => MaybePromise<readonly { [Id in keyof Records & string]: Node<Records, Id> }[keyof Records & string][]>;
}

/** Runs nodes on a finished compose, which stays as it is. */
export async function runOnCompose<Records extends object>(
  { compose, logs, area, privilege, nodes }: ComposeRun<Records>,
  dependencies: PipelineDependencies,
): Promise<Records> {
  await mkdir(logs, { recursive: true });
  await mkdir(area, { recursive: true, mode: 0o700 });
  for (const { path } of await abandonedStagingDirectories(area)) await removeAnyTree(path, privilege);
  const scratch = await makeStagingDirectory(area, await identifyProcess(process.pid));
  const events = eventStream(dependencies.emit, dependencies.clock);
  const report = events.reporter();
  report({ type: "run", state: "started", composeId: compose.composeId });
  try {
    const { records } = await runNodes<Records>(await nodes(scratch), {
      events,
      signal: dependencies.signal,
      clock: dependencies.clock,
      logDirectory: logs,
      workDirectory: join(scratch, "work"),
      atOnce: 1,
      removeTree: (path) => removeAnyTree(path, privilege),
      keep: async () => {},
    });
    report({ type: "run", state: "finished", composeId: compose.composeId });
    return records;
  } finally {
    await leaveNothing({ [Symbol.asyncDispose]: () => removeAnyTree(scratch, privilege) }, report);
  }
}
