import { expect, test } from "vitest";
import { wantedResults } from "./wanted-results.ts";

const finished = JSON.stringify([
  { kind: "package", name: "packages/hello/amd64", githubRunId: 7 },
  { kind: "package", name: "b/amd64", githubRunId: 8 },
  { kind: "leg", name: "b/amd64", githubRunId: 9 },
]);

test("a task takes the results that it needs, of one kind, and all of them if it names none", () => {
  expect(wantedResults({ finished, needs: '["packages/hello/amd64"]' }, "package")).toEqual([
    { name: "packages/hello/amd64", githubRunId: 7, artifact: "package-packages-hello-amd64" },
  ]);
  expect(wantedResults({ finished }, "package").map(({ name }) => name)).toEqual([
    "b/amd64",
    "packages/hello/amd64",
  ]);
  expect(wantedResults({ finished, needs: '[\n  "b/amd64"\n]' }, "leg")).toEqual([
    { name: "b/amd64", githubRunId: 9, artifact: "leg-b-amd64" },
  ]);
  expect(wantedResults({ finished, needs: "[]" }, "leg")).toEqual([]);
  expect(wantedResults({}, "leg")).toEqual([]);
});

test("a result that is missing, or there twice, is refused by its name", () => {
  const twice = JSON.stringify([...JSON.parse(finished), { name: "b/amd64", githubRunId: 10 }]);

  expect(() => wantedResults({ finished: twice, needs: '["b/amd64", "c/amd64"]' }, "leg")).toThrow(
    expect.objectContaining({
      code: "results-unfit",
      message:
        "no finished task of the kind leg is called c/amd64; several finished tasks are called b/amd64",
    }),
  );
});

test.each([
  [{ finished: "[" }, "the input finished is not what the hub says"],
  [{ finished: '[{"name": "a", "githubRunId": "7"}]' }, "0.githubRunId"],
  [{ finished, needs: "b/amd64" }, "the input needs is not what the hub says"],
  [{ needs: "[]" }, "the input needs has no effect without the input finished"],
])("%j is refused as a mistake of the workflow", (inputs, message) => {
  expect(() => wantedResults(inputs, "leg")).toThrow(
    expect.objectContaining({ code: "usage", message: expect.stringContaining(message) }),
  );
});
