import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { matrixOfFile } from "./matrix-of-file.ts";

const clock = () => new Date("2026-11-30T12:00:00.500Z");
const treefiles = join(import.meta.dirname, "../../../../treefiles");

describe("the matrix of a compose file", () => {
  const request = { file: join(treefiles, "compose.yaml"), arch: ["amd64" as const], json: false };
  const machine = { chosen: false };

  test("has all legs, one compose ID of the release and the day, and one timestamp", async () => {
    const { include } = await matrixOfFile(request, machine, { clock });

    expect(include.map(({ task }) => task)).toEqual([
      "minimal/amd64",
      "server/amd64",
      "edge/amd64",
      "edge/arm64",
    ]);
    expect(include[3]).toEqual({
      variant: "edge",
      arch: "arm64",
      runsOn: ["ubuntu-24.04-arm"],
      task: "edge/arm64",
      composeId: "debootc-13-20261130.0",
      timestamp: 1796040000,
    });
  });

  test("takes ID and timestamp from the request", async () => {
    const given = { ...request, composeId: "other-1-20260101.n.3", timestamp: 7 };
    const { include } = await matrixOfFile(given, machine, { clock });

    expect(include[0]).toMatchObject({ composeId: "other-1-20260101.n.3", timestamp: 7 });
  });

  test("has only the variants and architectures that are chosen", async () => {
    const chosen = { ...request, variant: ["edge", "server"], arch: ["arm64" as const] };
    const { include } = await matrixOfFile(chosen, { chosen: true }, { clock });

    expect(include.map(({ task }) => task)).toEqual(["edge/arm64"]);
  });

  test("is refused for an ID that is not one, and for a variant that does not exist", async () => {
    await expect(matrixOfFile({ ...request, composeId: "x" }, machine, { clock })).rejects.toMatchObject({
      code: "compose-id-invalid",
    });
    await expect(matrixOfFile({ ...request, variant: ["sever"] }, machine, { clock })).rejects.toMatchObject({
      code: "usage",
      hint: "Did you mean server?",
    });
  });
});

describe("the matrix of a treefile", () => {
  test("has one leg for each architecture", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-matrix-"));
    const file = join(directory.path, "my-system.yaml");
    await writeFile(file, "ref: a\nsuite: trixie\n");
    const request = { file, arch: ["amd64" as const, "arm64" as const], json: false };
    const { include } = await matrixOfFile(request, { chosen: true }, { clock });

    expect(include).toMatchObject([
      { task: "mysystem/amd64", runsOn: ["ubuntu-latest"], composeId: "my-system-trixie-20261130.0" },
      { task: "mysystem/arm64" },
    ]);
  });
});
