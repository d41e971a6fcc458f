import type { Annotation } from "./annotation.ts";
import type { Conclusion } from "./workflow.ts";

/** Is a button of a check run. */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** Groups the check runs of one App on one commit. */
export interface CheckSuite {
  readonly id: number;
  readonly appId: number;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly createdAt: number;
  updatedAt: number;
}

/** Is a check run. */
export interface CheckRun {
  readonly id: number;
  readonly appId: number;
  readonly suiteId: number;
  name: string;
  readonly headSha: string;
  status: string;
  conclusion: Conclusion | "stale" | null;
  detailsUrl: string | null;
  externalId: string;
  startedAt: string | null;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Annotation[];
  actions: readonly CheckAction[];
  /** How often it was written. */
  writes: number;
}
