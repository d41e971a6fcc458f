import fc from "fast-check";
import { expect, test } from "vitest";
import { dispatchInputs, type FinishedTask, mostCharacters, tasksOfDispatch } from "./dispatch-inputs.ts";
import { faultOfPlan } from "./fault-of-plan.ts";
import { planned, sha } from "./scene.fixture.ts";

const run = { id: 1, sha, compose_id: "os-13-20261130.0", compose_timestamp: 1 };
const plan = { workflow: "debootc.yml", composeId: run.compose_id, composeTimestamp: 1, priority: 0 };

test("tasks are divided so that each part fits, with all that its tasks need and nothing else", () => {
  const result = fc.record({
    kind: fc.constantFrom("package" as const, "leg" as const),
    name: fc.string({ minLength: 1, maxLength: 200 }),
    githubRunId: fc.nat(),
  });
  const cases = fc.array(result, { minLength: 1, maxLength: 200 }).chain((results) =>
    fc.array(
      fc.record({
        task: fc.record({
          kind: fc.constant("leg" as const),
          name: fc.string({ minLength: 1, maxLength: 200 }),
          ...{ variant: fc.constant(null), arch: fc.constant(null), on_fleet: fc.boolean() },
          runs_on: fc.array(fc.string(), { maxLength: 3 }),
        }),
        label: fc.string({ maxLength: 60 }),
        needs: fc.subarray(results),
      }),
      { maxLength: 300 },
    ),
  );
  fc.assert(
    fc.property(cases, (tasks) => {
      const parts = tasksOfDispatch(run, tasks);
      expect(parts.flat()).toEqual(tasks);
      for (const part of parts) {
        const inputs = dispatchInputs("1-word", run, part);
        if (part.length > 1) expect(JSON.stringify(inputs).length).toBeLessThanOrEqual(mostCharacters);
        expect(part.length).toBeLessThanOrEqual(256);
        const finished = JSON.parse(inputs["finished"] ?? "") as readonly FinishedTask[];
        expect(finished).toHaveLength(new Set(part.flatMap(({ needs }) => needs)).size);
      }
    }),
    { numRuns: 30 },
  );
});

test("a plan whose last task could not be told all that it needs is refused with that as the reason", () => {
  const legs = (count: number) =>
    Array.from({ length: count }, (_, index) => planned(`variant${index}/amd64`, { arch: "amd64" }));
  const joined = (count: number) => [
    ...legs(count),
    planned("assemble", { kind: "assemble", needs: legs(count).map((_, index) => index) }),
  ];
  expect(faultOfPlan(run, { ...plan, tasks: joined(300) })).toBeUndefined();
  const fault = faultOfPlan(run, { ...plan, tasks: joined(900) });
  expect(fault).toMatchObject({ code: "run-too-large", class: "configuration" });
  expect(fault?.message).toMatch(/^the inputs of the job for assemble, which needs 900 results, have \d+/);
});
