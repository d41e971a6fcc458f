import type { OperationId } from "../description/served-operations.ts";

/**
 * Says who may do something: anyone, an App by its own token, any installation token, or one that has a permission, of which
 * GitHub accepts each that is listed.
 */
export type Access = "anyone" | "app" | "installation" | readonly Need[];

interface Need {
  readonly name: string;
  readonly level: "read" | "write" | "admin";
}

const need = (name: string, level: Need["level"]): readonly Need[] => [{ name, level }];
const discussion = (level: Need["level"]): readonly Need[] => [
  { name: "issues", level },
  { name: "pull_requests", level },
];

/** Holds what each operation asks for, from GitHub's list of permissions of Apps. */
export const access: Readonly<Record<OperationId, Access>> = {
  "meta/get": "anyone",
  "rate-limit/get": "anyone",
  "apps/create-from-manifest": "anyone",
  "apps/get-authenticated": "app",
  "apps/list-installations": "app",
  "apps/get-installation": "app",
  "apps/delete-installation": "app",
  "apps/suspend-installation": "app",
  "apps/unsuspend-installation": "app",
  "apps/create-installation-access-token": "app",
  "apps/revoke-installation-access-token": "installation",
  "apps/get-repo-installation": "app",
  "apps/get-org-installation": "app",
  "apps/get-user-installation": "app",
  "apps/list-repos-accessible-to-installation": "installation",
  "apps/get-webhook-config-for-app": "app",
  "apps/update-webhook-config-for-app": "app",
  "apps/list-webhook-deliveries": "app",
  "apps/get-webhook-delivery": "app",
  "apps/redeliver-webhook-delivery": "app",
  "repos/get": need("metadata", "read"),
  "repos/get-content": need("contents", "read"),
  "repos/list-commits": need("contents", "read"),
  "repos/get-commit": need("contents", "read"),
  "repos/list-branches": need("contents", "read"),
  "repos/get-branch": need("contents", "read"),
  "repos/get-branch-protection": need("administration", "read"),
  "repos/get-collaborator-permission-level": need("metadata", "read"),
  "git/get-ref": need("contents", "read"),
  "git/get-commit": need("contents", "read"),
  "git/get-tree": need("contents", "read"),
  "git/get-blob": need("contents", "read"),
  "pulls/list": need("pull_requests", "read"),
  "pulls/get": need("pull_requests", "read"),
  "pulls/list-files": need("pull_requests", "read"),
  "actions/list-repo-workflows": need("actions", "read"),
  "actions/get-workflow": need("actions", "read"),
  "actions/create-workflow-dispatch": need("actions", "write"),
  "actions/list-workflow-runs-for-repo": need("actions", "read"),
  "actions/list-workflow-runs": need("actions", "read"),
  "actions/get-workflow-run": need("actions", "read"),
  "actions/list-jobs-for-workflow-run": need("actions", "read"),
  "actions/list-jobs-for-workflow-run-attempt": need("actions", "read"),
  "actions/get-job-for-workflow-run": need("actions", "read"),
  "actions/download-job-logs-for-workflow-run": need("actions", "read"),
  "actions/cancel-workflow-run": need("actions", "write"),
  "actions/force-cancel-workflow-run": need("actions", "write"),
  "actions/re-run-workflow": need("actions", "write"),
  "actions/re-run-workflow-failed-jobs": need("actions", "write"),
  "actions/re-run-job-for-workflow-run": need("actions", "write"),
  "actions/list-workflow-run-artifacts": need("actions", "read"),
  "actions/list-artifacts-for-repo": need("actions", "read"),
  "actions/get-artifact": need("actions", "read"),
  "actions/download-artifact": need("actions", "read"),
  "actions/delete-artifact": need("actions", "write"),
  "actions/generate-runner-jitconfig-for-repo": need("administration", "write"),
  "actions/list-self-hosted-runners-for-repo": need("administration", "read"),
  "actions/get-self-hosted-runner-for-repo": need("administration", "read"),
  "actions/delete-self-hosted-runner-from-repo": need("administration", "write"),
  "checks/create": need("checks", "write"),
  "checks/get": need("checks", "read"),
  "checks/update": need("checks", "write"),
  "checks/list-for-ref": need("checks", "read"),
  "checks/list-annotations": need("checks", "read"),
  "issues/list-comments": discussion("read"),
  "issues/create-comment": discussion("write"),
  "issues/get-comment": discussion("read"),
  "issues/update-comment": discussion("write"),
  "issues/delete-comment": discussion("write"),
  "reactions/list-for-issue-comment": discussion("read"),
  "reactions/create-for-issue-comment": discussion("write"),
  "repos/list-releases": need("contents", "read"),
  "repos/create-release": need("contents", "write"),
  "repos/get-release": need("contents", "read"),
  "repos/get-release-by-tag": need("contents", "read"),
  "repos/get-latest-release": need("contents", "read"),
  "repos/update-release": need("contents", "write"),
  "repos/delete-release": need("contents", "write"),
  "repos/list-release-assets": need("contents", "read"),
  "repos/upload-release-asset": need("contents", "write"),
  "repos/get-release-asset": need("contents", "read"),
  "repos/update-release-asset": need("contents", "write"),
  "repos/delete-release-asset": need("contents", "write"),
};

const levels = ["read", "write", "admin"];

/** Returns whether permissions contain one of those that are asked for. */
export function hasPermission(
  permissions: Readonly<Record<string, string>>,
  needs: readonly Need[],
): boolean {
  return needs.some(({ name, level }) => levels.indexOf(permissions[name] ?? "") >= levels.indexOf(level));
}
