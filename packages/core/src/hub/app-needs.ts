/** Lists the permissions that the hub's App needs, and no others. */
export const appPermissions = {
  actions: "write",
  administration: "write",
  checks: "write",
  contents: "write",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
} as const;

/** Lists the events that the hub acts on; those of installations always come. */
export const appEvents = [
  "check_run",
  "check_suite",
  "issue_comment",
  "pull_request",
  "push",
  "repository",
  "workflow_job",
  "workflow_run",
] as const;
