import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { call } from "../door/call-command.fixture.ts";
import { validate } from "./validate.ts";

test("each treefile is read for the architecture, and named as it was typed", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-validate-"));
  const good = join(directory.path, "good.yaml");
  const bad = join(directory.path, "bad.yaml");
  await writeFile(good, "ref: x/${basearch}/y\nsuite: trixie\npackages: [vim]\n");
  await writeFile(bad, "ref: x/y\n");
  const typed = relative("/home/me/work", good);
  const { result, exitStatus, said } = await call(validate, typed, bad, "--arch", "arm64");

  expect(result).toMatchObject({
    files: [
      { file: typed, architecture: "arm64", valid: true, ref: "x/arm64/y", packages: 1 },
      { file: bad, valid: false },
    ],
  });
  expect(exitStatus).toBe(3);
  expect(said).toContain(`✔ ${typed}  trixie arm64`);
});
