import type { Identity } from "../apps/identity.ts";
import type { OperationDescription } from "../description/description.ts";
import type { OperationId } from "../description/served-operations.ts";
import type { Cost } from "../limits/limiter.ts";

/** Operations that make content; GitHub does not list them. */
const content = new Set<OperationId>([
  "checks/create",
  "issues/create-comment",
  "reactions/create-for-issue-comment",
  "repos/create-release",
]);

/** Returns what a request counts as. */
export function costOf(
  id: OperationId,
  { method }: OperationDescription,
  identity: Identity,
  params: Readonly<Record<string, string>>,
): Cost {
  const registers = id === "actions/generate-runner-jitconfig-for-repo";
  return {
    ...{ caller: callerOf(identity), isAnonymous: identity.kind === "anonymous", method },
    isContent: content.has(id),
    isFree: id === "rate-limit/get",
    ...(registers ? { registersIn: `${params["owner"]}/${params["repo"]}`.toLowerCase() } : {}),
  };
}

/** Returns whose limits a caller uses up. */
export function callerOf(identity: Identity): string {
  if (identity.kind === "installation") return `installation ${identity.token.installation.id}`;
  return identity.kind === "app" ? `app ${identity.app.id}` : "anonymous";
}
