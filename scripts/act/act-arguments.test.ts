import { expect, test } from "vitest";
import { repository } from "../repository/repository.ts";
import { readActArguments } from "./act-arguments.ts";

test("the first word is the workflow, and what script/act does not know is act's", () => {
  const words = ["--act", "/bin/act", "compose", "--matrix", "variant:minimal", "--fault", "artifact:full:2"];

  expect(readActArguments(words)).toEqual({
    act: "/bin/act",
    workflow: "compose",
    repository,
    faults: [{ at: "artifact", kind: "full", times: 2 }],
    container: false,
    others: ["--matrix", "variant:minimal"],
  });
});

test("jobs run in containers if asked, also in those of an image that is there", () => {
  expect(readActArguments(["compose", "--container"])).toMatchObject({ container: true, others: [] });
  expect(readActArguments(["compose", "--container", "--image", "mine:1"])).toMatchObject({
    ...{ container: true, image: "mine:1", others: [] },
  });
});

test.each([
  [[], "name a workflow first"],
  [["compose", "--fault", "artifact"], "--fault cannot be artifact; allowed: PLACE:KIND"],
  [["compose", "--fault", "artifact:full:0"], "--fault cannot be artifact:full:0"],
  [["compose", "--fault"], "--fault needs a value"],
  [["compose", "--image", "mine:1"], "--image needs --container"],
])("%j is refused with what to write", (words, message) => {
  expect(() => readActArguments(words)).toThrow(message);
});
