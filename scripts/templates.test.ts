import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkLock } from "@debootc/core/lock/check-lock";
import { matrixOfFile } from "@debootc/pipeline/compose-file/matrix-of-file";
import { readComposeFile } from "@debootc/pipeline/compose-file/read-compose-file";
import { askedLocks } from "@debootc/pipeline/lock/asked-locks";
import { describe, expect, test } from "vitest";
import { workflowFaults } from "./check/workflows.ts";
import { repository } from "./repository/repository.ts";

const templates = readdirSync(join(repository, "templates"));
const file = (name: string, path: string) => join(repository, "templates", name, path);

describe.each(templates)("the template %s", (name) => {
  const composeFile = file(name, "compose.yaml");

  test("composes: its files are there and right, and its matrix has the legs", async () => {
    const { warnings } = await readComposeFile(composeFile, { inspect: true });
    const request = { file: composeFile, arch: ["amd64" as const], json: false };
    const { include } = await matrixOfFile(request, { chosen: false }, { clock: () => new Date(0) });

    expect(warnings).toEqual([]);
    expect(include).toMatchObject([{ variant: "system", arch: "amd64" }]);
  });

  test("has locks of all variants, as they are now", async () => {
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
      const text = readFileSync(path, "utf8").replaceAll(/debootc\/compose\/(\S+)@v1/g, "$$/$1");

      expect(await workflowFaults(path, text)).toEqual([]);
    },
  );

  test("calls workflows of debootc with inputs that they have", () => {
    const calls = readdirSync(file(name, ".github/workflows")).flatMap((workflow) => [
      ...readFileSync(file(name, `.github/workflows/${workflow}`), "utf8").matchAll(
        /uses: debootc\/compose\/(\S+)@v1(?:.*\n(?: {4}permissions:\n(?: {6}.*\n)*)?) {4}with:\n((?: {6}.*\n)*)/g,
      ),
    ]);

    expect(calls.length).toBeGreaterThan(2);
    for (const [, called = "", inputs = ""] of calls) {
      const declared = readFileSync(join(repository, called), "utf8").split("workflow_dispatch:")[0] ?? "";
      for (const [, input] of inputs.matchAll(/^ {6}([\w-]+):/gm))
        expect(declared).toContain(`      ${input}:\n`);
    }
  });
});
