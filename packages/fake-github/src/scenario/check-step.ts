import type { Step, StepKind } from "./step.ts";

/** What each step needs, beside what it may have. */
const needed: Readonly<Record<StepKind, readonly string[]>> = {
  "create-repository": ["name"],
  fork: ["repository", "owner"],
  "create-app": ["name", "permissions", "events"],
  "submit-manifest": ["manifest"],
  install: ["app", "account"],
  suspend: ["app", "account"],
  unsuspend: ["app", "account"],
  uninstall: ["app", "account"],
  push: ["repository", "author"],
  protect: ["repository", "branch"],
  "set-permission": ["repository", "login", "level"],
  rename: ["repository", "name"],
  transfer: ["repository", "owner"],
  archive: ["repository"],
  "delete-repository": ["repository"],
  "open-issue": ["repository", "author"],
  "open-pull-request": ["repository", "author", "branch"],
  "close-pull-request": ["repository", "number"],
  comment: ["repository", "issue", "author", "body"],
  "press-button": ["repository", "checkRun", "login", "identifier"],
  "rerequest-check-run": ["repository", "checkRun", "login"],
  "connect-runner": ["repository", "runner"],
  "disconnect-runner": ["repository", "runner"],
  "finish-job": ["repository", "job"],
  "add-artifact": ["repository", "run", "name", "content"],
  "plan-faults": ["faults"],
};

/** Returns a step that was read from a file or a request. Throws, with what is allowed, if it is none. */
export function checkedStep(value: unknown): Step {
  if (typeof value !== "object" || value === null || !("do" in value))
    throw new Error(`cannot read the step ${JSON.stringify(value)}: it needs a "do"`);
  const kind = String(value.do);
  if (!Object.hasOwn(needed, kind))
    throw new Error(`cannot read the step: given "${kind}"; allowed: ${Object.keys(needed).join(", ")}`);
  const missing = needed[kind as StepKind].filter((field) => !(field in value));
  if (missing.length > 0) throw new Error(`cannot read the step "${kind}": it needs ${missing.join(", ")}`);
  return value as Step;
}
