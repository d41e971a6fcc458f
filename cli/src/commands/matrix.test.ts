import { expect, test } from "vitest";
import { call, deps, stub } from "../door/call-command.fixture.ts";
import { matrix } from "./matrix.ts";

const include = [
  { variant: "a", arch: "amd64", runsOn: ["##[x]"], task: "a/amd64", composeId: "x", timestamp: 0 },
];

test("the matrix is one line of JSON, and the request says whether architectures were chosen", async () => {
  const calls = stub("compose-file/matrix-of-file", "matrixOfFile", { include });
  const { said, result, exitStatus } = await call(matrix, "compose.yaml");
  await call(
    matrix,
    "compose.yaml",
    "--variant",
    "a",
    "--variant",
    "b",
    "--arch",
    "arm64",
    "--timestamp",
    "7",
  );

  expect(calls).toEqual([
    [{ file: "/home/me/work/compose.yaml", arch: ["amd64"], json: false }, { chosen: false }, deps],
    [
      { file: "/home/me/work/compose.yaml", variant: ["a", "b"], arch: ["arm64"], timestamp: 7, json: false },
      { chosen: true },
      deps,
    ],
  ]);
  expect(said).toBe(`${JSON.stringify({ include }).replace("##[", "#\\u0023[")}\n`);
  expect(JSON.parse(said)).toEqual(result);
  expect(exitStatus).toBe(0);
});
