import type { HubAccess } from "@debootc/core/request/orchestrator/hub-fields";
import type { WorkingCopy } from "@debootc/tools/working-copy";
import type { GitHubControl } from "../github/github-control.ts";
import type { PartTable } from "../parts/part-table.ts";
import type { RunReader } from "../runs/run-reader.ts";

/** Is all that runs, and how it is reached. */
export interface Session {
  readonly github: GitHubControl;
  readonly access: HubAccess;
  readonly runs: RunReader;
  readonly parts: PartTable;
  readonly copy: WorkingCopy;
  /** As `owner/name`. */
  readonly repository: string;
  readonly owner: string;
  readonly logFile: (name: string) => string;
}
