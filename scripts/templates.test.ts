import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hubFilePath } from "@debootc/core/hub-file/hub-file";
import { leadsToRelease, runPlanOf } from "@debootc/core/hub-file/run-plan-of";
import { checkLock } from "@debootc/core/lock/check-lock";
import { taskKinds } from "@debootc/core/task/task-kind";
import { loadHubFile } from "@debootc/core/hub-file/load-hub-file";
import { matrixOfFile } from "@debootc/pipeline/compose-file/matrix-of-file";
import { readComposeFile } from "@debootc/pipeline/compose-file/read-compose-file";
import { askedLocks } from "@debootc/pipeline/lock/asked-locks";
import { describe, expect, test } from "vitest";
import { workflowFaults } from "./check/workflows.ts";
import { repository } from "./repository/repository.ts";

const templates = readdirSync(join(repository, "templates"));
const file = (name: string, path: string) => join(repository, "templates", name, path);
const workflowsOf = (name: string) =>
  readdirSync(file(name, ".github/workflows")).map((workflow) =>
    readFileSync(file(name, `.github/workflows/${workflow}`), "utf8"),
  );

describe.each(templates)("the template %s", (name) => {
  const composeFile = file(name, "compose.yaml");

  test("composes: its files are there and right, and its matrix has the legs", async () => {
    const { warnings } = await readComposeFile(composeFile, { inspect: true });
    const request = { file: composeFile, arch: ["amd64" as const], json: false };
    const { include } = await matrixOfFile(request, { chosen: false }, { clock: () => new Date(0) });

    expect(warnings).toEqual([]);
    expect(include.length).toBeGreaterThan(0);
    for (const leg of include) expect(leg.arch).toBe("amd64");
  });

  test("has locks of all variants, as they are now, if it has any", async () => {
    if (!readdirSync(file(name, ".")).some((one) => one.endsWith(".lock.json"))) return;
    const asked = { treefile: composeFile, variant: undefined, arch: ["amd64" as const], update: true };
    const locks = await askedLocks(asked, { chosen: false }, () => {});

    for (const { before, treefiles } of locks) {
      for (const treefile of treefiles)
        expect(before && checkLock(before, treefile, []).packages.length).toBeGreaterThan(100);
    }
  });

  test.each(readdirSync(file(name, ".github/workflows")))(
    "has a workflow %s without faults",
    async (workflow) => {
      const path = file(name, `.github/workflows/${workflow}`);
      // Only users can pin debootc, to a release that they choose.
      const text = readFileSync(path, "utf8").replaceAll(
        /debootc\/compose(?:\/(\S+))?@v1/g,
        (_, path = "actions/compose") => `$/${path}`,
      );

      expect(await workflowFaults(path, text)).toEqual([]);
    },
  );
});

test("templates call workflows of debootc with inputs that they have", () => {
  const calls = templates.flatMap((name) =>
    workflowsOf(name).flatMap((workflow) => [
      ...workflow.matchAll(
        /uses: debootc\/compose\/(\S+)@v1(?:.*\n(?: {4}permissions:\n(?: {6}.*\n)*)?) {4}with:\n((?: {6}.*\n)*)/g,
      ),
    ]),
  );

  expect(calls.length).toBeGreaterThan(2);
  for (const [, called = "", inputs = ""] of calls) {
    const declared = readFileSync(join(repository, called), "utf8").split("workflow_dispatch:")[0] ?? "";
    for (const [, input] of inputs.matchAll(/^ {6}([\w-]+):/gm))
      expect(declared).toContain(`      ${input}:\n`);
  }
});

test("templates call actions of debootc with inputs that they have", () => {
  const steps = templates.flatMap((name) =>
    workflowsOf(name).flatMap((workflow) => [
      ...workflow.matchAll(/uses: debootc\/compose(\/actions\/\S+)?@v1.*\n {8}with:\n((?: {10}.*\n)*)/g),
    ]),
  );

  expect(steps.length).toBeGreaterThan(2);
  for (const [, action = "", inputs = ""] of steps) {
    const declared = readFileSync(join(repository, `.${action}`, "action.yml"), "utf8");
    for (const [, input] of inputs.matchAll(/^ {10}([\w-]+):/gm)) expect(declared).toContain(`  ${input}:\n`);
  }
});

describe("the template of a fleet", () => {
  const hubFile = readFileSync(file("fleet", hubFilePath), "utf8");
  const workflow = readFileSync(file("fleet", ".github/workflows/debootc.yml"), "utf8");
  const planOf = async (text: string) => {
    const parsed = loadHubFile(Buffer.from(text));
    const request = { file: file("fleet", parsed.compose), arch: ["amd64" as const], json: false };
    const { include } = await matrixOfFile(request, { chosen: false }, { clock: () => new Date(0) });
    const legs = include.map(({ variant, arch, runsOn }) => ({
      ...{ variant, architecture: arch, runsOn, required: true },
    }));
    return runPlanOf(parsed, legs, { isRelease: leadsToRelease(parsed, "push", "refs/heads/main") });
  };

  test("composes two variants and releases what is pushed to main", async () => {
    expect((await planOf(hubFile)).map(({ name, onFleet }) => [name, onFleet])).toEqual([
      ["base/amd64", true],
      ["tools/amd64", true],
      ["assemble", true],
      ["release", false],
    ]);
  });

  test("builds a chain of packages once its lines are no comments any more", async () => {
    const plan = await planOf(hubFile.replaceAll(/^# (packages:| {2}- \{source)/gm, "$1"));

    expect(plan.map(({ name, needs }) => [name, needs])).toMatchObject([
      ["packages/mine-words/amd64", []],
      ["packages/mine-hello/amd64", [0]],
      ["base/amd64", [0, 1]],
      ["tools/amd64", [0, 1]],
      ["assemble", [2, 3]],
      ["release", [4]],
    ]);
    for (const name of ["mine-words", "mine-hello"])
      expect(readdirSync(file("fleet", `packages/${name}/debian`))).toContain("control");
  });

  test("has a step for each kind of task that is dispatched, and one that refuses others", () => {
    // The hub makes releases by itself.
    for (const kind of taskKinds.filter((one) => one !== "release"))
      expect(workflow).toContain(`if: matrix.kind == '${kind}'\n`);
    expect(workflow).toContain("this workflow has no step for tasks of the kind");
  });

  test("has the workflow that docs/hub-github.md shows", () => {
    const page = readFileSync(join(repository, "docs/hub-github.md"), "utf8");
    const [, shown] = /^```yaml\n(.*?)^```/ms.exec(page) ?? [];
    const [, ...lines] = workflow.replaceAll(/ # zizmor:.*/g, "").split("\n");

    expect(shown).toBe(lines.join("\n"));
  });
});

test("the template that `orchestrator dev` begins with leaves its tasks to the hosts of the hub, and is released", () => {
  const hubFile = loadHubFile(readFileSync(file("fleet", ".github/debootc.yml")));

  expect(hubFile.fleet).toBe(true);
  expect(hubFile.release.branches).toEqual(["main"]);
});
