import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { formatDiagnostic } from "../error/format-diagnostic.ts";
import { loadScenario } from "./load-scenario.ts";

function said(text: string): string {
  try {
    loadScenario(Buffer.from(text), "/s.yaml");
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    return error.diagnostics.map((one) => formatDiagnostic(one)).join("\n");
  }
  throw new Error("nothing is wrong with it");
}

test("steps are read in their order, each with its place", () => {
  const steps = loadScenario(
    Buffer.from(`steps:
  - push: {files: {treefiles/a.yaml: "suite: trixie\\n", old: null}, message: Change it}
  - kill: agent-1
  - {faults: [{on: delivery, do: duplicate, chance: 0.5}, {on: clock, milliseconds: -5}, {on: download, do: cut, bytes: 5}]}
  - {github: {do: rename, repository: dev/images, name: pictures}}
  - expect: {task: a/amd64, state: RUNNING, within: 5min}
`),
    "/s.yaml",
  );

  expect(steps.map(({ place }) => [place.line, place.column])).toEqual([
    [2, 5],
    [3, 5],
    [4, 5],
    [5, 5],
    [6, 5],
  ]);
  expect(steps.map(({ step }) => Object.keys(step)[0])).toEqual([
    ...["push", "kill", "faults", "github", "expect"],
  ]);
});

test.each([
  ["steps: []", "/s.yaml:1:8: steps: the list is empty"],
  ["steps: [{puhs: {}}]", "/s.yaml:1:10: steps[0].puhs: this key does not exist"],
  ["steps: [{}]", "/s.yaml:1:9: steps[0]: it says nothing"],
  ["steps: [{kill: hub, wait: 1s}]", "it says both kill and wait"],
  ["steps: [{kill: postgres}]", "steps[0].kill: this part cannot be ended or frozen"],
  ["steps:\n  - {wait: soon}", '/s.yaml:2:12: steps[0].wait: "soon" is not a time'],
  ["steps: [{expect: {run: DONE}}]", "steps[0].expect.run:"],
  ["steps: [{expect: {within: 1s}}]", "one of run, task, release"],
  ["steps: [{expect: {task: a}}]", "nothing is expected of the task"],
  ["steps: [{faults: [{on: delivery, do: lose-reply}]}]", "this cannot happen on delivery"],
  ["steps: [{faults: [{on: download, do: refuse}]}]", "this cannot happen on download"],
  ["steps: [", "/s.yaml:1:"],
  ["[]", "the file holds a list, not a map of keys"],
])("%s is refused at its place", (text, message) => {
  expect(said(text)).toContain(message);
});
