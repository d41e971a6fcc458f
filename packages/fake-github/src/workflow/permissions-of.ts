import { WorkflowError } from "../expressions/expression-error.ts";
import type { Permissions } from "../state/app.ts";

/** Names what a workflow may ask for, and what `read-all` and `write-all` mean. */
const names = [
  ...["actions", "attestations", "checks", "contents", "deployments", "discussions", "issues", "packages"],
  ...["pages", "pull-requests", "repository-projects", "security-events", "statuses"],
];

/** A repository whose owner changed nothing gives its jobs this. */
const byDefault: Permissions = { contents: "read", packages: "read" };

/** Returns what the token of a job may do, with the names of the API, by the `permissions` of the job or the workflow. */
export function permissionsOf(declared: unknown): Permissions {
  if (declared === undefined) return { metadata: "read", ...byDefault };
  if (declared === "read-all" || declared === "write-all") {
    const level = declared === "read-all" ? "read" : "write";
    return { metadata: "read", ...Object.fromEntries(names.map((name) => [apiName(name), level])) };
  }
  if (declared !== null && (typeof declared !== "object" || Array.isArray(declared)))
    throw new WorkflowError(
      `permissions cannot be ${JSON.stringify(declared)}; allowed: read-all, write-all, a map`,
    );
  const given = Object.entries(declared ?? {}).filter(([name, level]) => {
    if (["read", "write", "none"].includes(String(level)) && [...names, "id-token", "models"].includes(name))
      return level !== "none";
    throw new WorkflowError(`permissions cannot have ${name}: ${String(level)}`);
  });
  return {
    metadata: "read",
    ...Object.fromEntries(given.map(([name, level]) => [apiName(name), String(level)])),
  };
}

function apiName(name: string): string {
  return name.replaceAll("-", "_");
}
