import { startOtherRuns } from "@debootc/actions-kit/artifacts/other-runs.fixture";
import { runStep } from "@debootc/actions-kit/run/step.fixture";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const main = join(import.meta.dirname, "main.ts");
const finished = JSON.stringify([{ kind: "leg", name: "a/amd64", githubRunId: 5 }]);

test("legs of other runs are asked for by the names of their tasks, with the token of the job", async () => {
  await using runs = await startOtherRuns();
  await using workspace = await mkdtempDisposable(join(tmpdir(), "debootc-assemble-"));
  const environment = { GITHUB_API_URL: runs.url, GITHUB_REPOSITORY: "me/images" };
  const step = (token: string, needs: string) =>
    runStep(main, workspace.path, { finished, needs }, { ...environment, GITHUB_TOKEN: token });

  const missing = await step("job-token", '[\n  "a/amd64"\n]');
  expect(missing.exitCode).toBe(2);
  expect(missing.stdout).toContain(
    "::error title=debootc%3A results-unfit (configuration)::run 5 has no artifact leg-a-amd64 of the task a/amd64: it has none%0Ahint: ",
  );
  expect((await step("other", '["a/amd64"]')).stdout).toContain(
    "::error title=debootc%3A credentials-refused (configuration)::cannot list the artifacts of run 5",
  );
  expect((await step("job-token", "[]")).stdout).toContain(
    "usage (configuration)::there is nothing to assemble",
  );
});
