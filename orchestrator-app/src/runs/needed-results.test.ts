import { expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { assign, hubScene, planned, plannedRun, report } from "./scene.fixture.ts";

const arch = "amd64";
const leg = (name: string, needs: readonly number[], required = true) =>
  planned(`${name}/${arch}`, { variant: name, arch, needs, required });
const pack = (source: string, needs: readonly number[] = []) =>
  planned(`${source}/${arch}`, { kind: "package", arch, needs });

/** Returns what the only dispatch that has no run of GitHub yet hands on. */
async function dispatched({ queries }: Database) {
  const { inputs } = await queries
    .selectFrom("dispatch")
    .select("inputs")
    .where("github_run_id", "is", null)
    .executeTakeFirstOrThrow();
  const tasks = JSON.parse(inputs["tasks"] ?? "") as readonly Record<string, unknown>[];
  return { tasks, finished: JSON.parse(inputs["finished"] ?? "") as unknown };
}

test("each task is handed the results that it needs, however far, and where they are", async () => {
  const hub = await hubScene();
  await plannedRun(hub, [
    pack("lib"),
    pack("p/app", [0]),
    pack("other"),
    leg("a", [1]),
    leg("b", [0, 1, 2], false),
    planned("assemble", { kind: "assemble", needs: [3, 4] }),
  ]);
  const done = (name: string, githubRunId: number) =>
    report(hub, name, { status: "completed", conclusion: "success", githubRunId });

  expect(await assign(hub, undefined, 2)).toBe(2);
  expect(await dispatched(hub)).toMatchObject({
    tasks: [
      { kind: "package", task: "lib/amd64", source: "./lib", artifact: "package-lib-amd64", needs: [] },
      { kind: "package", task: "other/amd64", needs: [] },
    ],
    finished: [],
  });
  for (const name of ["lib/amd64", "other/amd64"]) await done(name, 70);
  await assign(hub);
  expect(await dispatched(hub)).toMatchObject({
    tasks: [
      {
        ...{ kind: "package", task: "p/app/amd64", arch, source: "./p/app" },
        ...{ artifact: "package-p-app-amd64", needs: ["lib/amd64"] },
      },
    ],
    finished: [{ kind: "package", name: "lib/amd64", githubRunId: 70 }],
  });
  await done("p/app/amd64", 71);
  await assign(hub);
  const legs = await dispatched(hub);
  expect(legs.tasks).toMatchObject([
    { kind: "leg", artifact: "leg-a-amd64", needs: ["lib/amd64", "p/app/amd64"] },
    { kind: "leg", artifact: "leg-b-amd64", needs: ["lib/amd64", "p/app/amd64", "other/amd64"] },
  ]);
  expect(legs.finished).toHaveLength(3);
  expect(legs.tasks[0]).not.toHaveProperty("source");
  await done("a/amd64", 72);
  await report(hub, "b/amd64", { status: "completed", conclusion: "failure", githubRunId: 72 });
  await assign(hub);
  expect(await dispatched(hub)).toMatchObject({
    tasks: [{ kind: "assemble", needs: ["a/amd64"], artifact: "compose-os-13-20261130.0" }],
    finished: [{ kind: "leg", name: "a/amd64", githubRunId: 72 }],
  });
});
