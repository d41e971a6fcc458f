import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { workflowPlan } from "./workflow-plan.ts";

const run = {
  ...{ repository: "octo/images", workflow: ".github/workflows/w.yml", ref: "main", sha: "a".repeat(40) },
  ...{ fullRef: "refs/heads/main", event: "workflow_dispatch", actor: "mona", inputs: {} },
};
const plan = (file: string, inputs: Readonly<Record<string, unknown>> = {}) =>
  workflowPlan({ ...run, inputs, file });

test("the workflow that docs/hub-github.md shows gives a job for each task, with its name and label", async () => {
  const page = await readFile(new URL("../../../../docs/hub-github.md", import.meta.url), "utf8");
  const [, file = ""] = /```yaml\n(name: debootc\n.*?)```/s.exec(page) ?? [];
  const tasks = [
    { task: "minimal/amd64", kind: "leg", label: "debootc-t-7-1-x", runsOn: ["debootc-t-7-1-x"] },
    { task: "assemble", kind: "assemble", label: "debootc-t-8-1-y", runsOn: "ubuntu-latest" },
  ];

  const jobs = plan(file, { tasks: JSON.stringify(tasks), sha: "b", run: "1" });

  expect(jobs).toEqual([
    {
      ...{
        key: "task",
        name: "minimal/amd64 debootc-t-7-1-x",
        labels: ["debootc-t-7-1-x"],
        matrix: tasks[0],
      },
      permissions: { metadata: "read", actions: "read", contents: "read" },
    },
    {
      ...{ key: "task", name: "assemble debootc-t-8-1-y", labels: ["ubuntu-latest"], matrix: tasks[1] },
      permissions: { metadata: "read", actions: "read", contents: "read" },
    },
  ]);
});

test("a matrix is the product of its lists, without what is excluded and with what is included", () => {
  const jobs = plan(`
jobs:
  build:
    strategy:
      matrix:
        arch: [amd64, arm64]
        suite: [trixie, sid]
        exclude: [{arch: arm64, suite: sid}]
        include:
          - {arch: amd64, kvm: "yes"}
          - {arch: riscv64}
    runs-on: [self-hosted, "\${{ matrix.arch }}"]
`);
  expect(jobs.map(({ name, labels }) => [name, labels[1]])).toEqual([
    ["build (amd64, trixie, yes)", "amd64"],
    ["build (amd64, sid, yes)", "amd64"],
    ["build (arm64, trixie)", "arm64"],
    ["build (riscv64)", "riscv64"],
  ]);
});

test("a job needs all jobs that another one becomes", () => {
  const jobs = plan(`
jobs:
  leg: {strategy: {matrix: {v: [1, 2]}}, runs-on: x, name: "leg \${{ matrix.v }}"}
  assemble: {needs: leg, runs-on: x}
  report: {needs: [leg, assemble], if: "always() && needs.leg.result == 'failure'", runs-on: {labels: x}}
`);
  expect(jobs.map(({ name, needs }) => [name, needs])).toEqual([
    ["leg 1", undefined],
    ["leg 2", undefined],
    ["assemble", ["leg 1", "leg 2"]],
    ["report", ["leg 1", "leg 2", "assemble"]],
  ]);
  const { condition } = jobs[3] ?? {};
  expect(condition?.({ leg: { result: "failure", outputs: {} } })).toBe(true);
  expect(condition?.({ leg: { result: "success", outputs: {} } })).toBe(false);
});

test("a condition without a word about earlier jobs means that they succeeded", () => {
  const [, job] = plan(
    `
jobs:
  a: {runs-on: x}
  b: {needs: a, runs-on: x, if: "\${{ inputs.deploy == 'yes' }}"}
`,
    { deploy: "yes" },
  );
  expect(job?.condition?.({ a: { result: "success", outputs: {} } })).toBe(true);
  expect(job?.condition?.({ a: { result: "failure", outputs: {} } })).toBe(false);
});

test("the token of a job may do what the job says, else the workflow, else read", () => {
  const permissions = (file: string) => plan(file).map((job) => job.permissions);
  expect(
    permissions("permissions: {}\njobs: {a: {runs-on: x, permissions: {checks: write}}, b: {runs-on: x}}"),
  ).toEqual([{ metadata: "read", checks: "write" }, { metadata: "read" }]);
  expect(permissions("permissions: read-all\njobs: {a: {runs-on: x}}")[0]).toMatchObject({
    ...{ actions: "read", pull_requests: "read" },
  });
  expect(permissions("jobs: {a: {runs-on: x}}")).toEqual([
    { metadata: "read", contents: "read", packages: "read" },
  ]);
});

test.each([
  ["jobs: {}", "the workflow has no jobs"],
  ["- a", "w.yml is not a map"],
  ["jobs: {a: {uses: ./x.yml}}", "the job a: it calls another workflow, which is not known here"],
  ["jobs: {a: {}}", "the job a: runs-on names no label"],
  ["jobs: {a: {runs-on: x, needs: b}}", "the job a: it needs b, which is not a job"],
  ["jobs: {a: {runs-on: x, if: secrets.X}}", "the job a: the context secrets is not there"],
  ["jobs: {a: {runs-on: x, permissions: {odd: read}}}", "permissions cannot have odd: read"],
  ["jobs: {a: {runs-on: x, strategy: {matrix: '${{ fromJSON(needs.b.outputs.x) }}'}}}", "the context needs"],
  ["jobs: {a: {runs-on: x, strategy: {matrix: {include: []}}}}", "the matrix has no combination"],
])("%s is refused", (file, message) => {
  expect(() => plan(file)).toThrow(message);
});
