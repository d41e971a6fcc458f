import { dirname, join } from "node:path";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Reporter } from "@debootc/core/event/event";
import { lintReport } from "@debootc/core/lint/lint-report";
import { accessRules } from "@debootc/core/lint/rules";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import { readIfPresent } from "@debootc/tools/files/paths";
import { readPlan } from "./read-plan.ts";

type Composed = Pick<LegOfCompose, "commit">;

/** Reports what will keep people out of a machine with this compose, or updates away from it, before one is made. */
export async function warnOfAccess(compose: Composed, report: Reporter): Promise<void> {
  const found = [
    ...(await lintedFaults(compose)),
    ...unsignedFaults(compose, (await readPlan(compose)).root.ostreeRemote),
  ];
  for (const diagnostic of found) report({ type: "diagnostic", diagnostic });
}

/** Repeats what the linter has found in the image; nothing where it was left out. */
export async function lintedFaults({ commit }: Composed): Promise<Diagnostic[]> {
  const file = join(dirname(commit.repo), "lint.json");
  const text = (await readIfPresent(file))?.toString("utf8");
  if (text === undefined) return [];
  const names = new Set(accessRules.map(({ name }) => name));
  return lintReport
    .parse(text, file)
    .findings.filter(({ rule }) => names.has(rule))
    .map(({ rule, path, message, hint }) => ({
      severity: "warning",
      code: rule,
      message: path === undefined ? message : `${path} ${message}`,
      hint,
    }));
}

type Remote = ComposePlan["root"]["ostreeRemote"];

/** Warns of a commit that its own system will not trust. */
export function unsignedFaults({ commit }: Composed, remote: Remote): Diagnostic[] {
  return commit.signedBy === undefined
    ? untrustedFaults(remote, "Compose with --gpg-key-file, with a key of `ostree-remote`: docs/ostree.md.")
    : [];
}

/** Warns that the system of an unsigned commit, with this remote, will not trust it; `hint` says what to do. */
export function untrustedFaults(remote: Remote, hint: string): Diagnostic[] {
  if (remote === undefined) return [];
  return [
    {
      severity: "warning",
      code: "commit-unsigned",
      message: `the system takes only signed commits from ${remote.name}, and its own is not signed: \`ostree admin status\` fails on it`,
      hint,
    },
  ];
}
