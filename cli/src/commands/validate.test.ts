import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
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

describe("a compose file", () => {
  const compose = (more = "") =>
    `release: {short: x, name: X, version: "1"}\nvariants:\n  a: {treefile: good.yaml, arches: [amd64, arm64]}\n  b: {inherits: a, arches: [arm64], build: {ref: x/b}}\n${more}`;
  const write = async (directory: string, more?: string) => {
    await writeFile(join(directory, "good.yaml"), "ref: x/${basearch}/y\nsuite: trixie\npackages: [vim]\n");
    await writeFile(join(directory, "compose.yaml"), compose(more));
    return [join(directory, "compose.yaml"), join(directory, "good.yaml")] as const;
  };

  test("is checked besides treefiles, on all its architectures", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-validate-"));
    const [file, good] = await write(directory.path);
    const { result, exitStatus, said } = await call(validate, file, good);

    expect(result).toMatchObject({
      files: [
        {
          file,
          valid: true,
          release: { short: "x" },
          variants: [
            {
              id: "a",
              legs: [{ architecture: "amd64", ref: "x/amd64/y", packages: 1 }, { architecture: "arm64" }],
            },
            { id: "b", legs: [{ architecture: "arm64" }] },
          ],
        },
        { file: good, valid: true, ref: "x/amd64/y" },
      ],
    });
    expect(exitStatus).toBe(0);
    expect(said).toContain(`✔ ${file}  X 1: a amd64 arm64, b arm64\n`);
  });

  test("with errors ends with the status of an invalid treefile", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-validate-"));
    const [file] = await write(directory.path, "foo: 1\n");
    const { result, exitStatus, said } = await call(validate, file);

    expect(result).toMatchObject({ files: [{ file, valid: false, diagnostics: [{ line: 5 }] }] });
    expect(exitStatus).toBe(3);
    expect(said).toBe(`✖ ${file}  1 error\n`);
  });

  test("is expanded to one document a leg, or to the legs that are chosen", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-validate-"));
    const [file] = await write(directory.path);
    const all = await call(validate, file, "--expand");
    const one = await call(validate, file, "--expand", "--variant", "a", "--arch", "arm64");

    expect(all.said.split("---\n").map((text) => text.split("\n")[0])).toEqual([
      `# a/amd64 of ${file}`,
      `# a/arm64 of ${file}`,
      `# b/arm64 of ${file}, which inherits a`,
    ]);
    expect(one.said).not.toContain("---");
    expect(one.said).toMatch(/^ref: x\/arm64\/y +# .*good.yaml:1, \$\{basearch\}$/m);
    expect(one.said).toMatch(/^# {3}treefile: good.yaml +# .*compose.yaml:3$/m);
  });

  test("and a treefile are one record each with --format json", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-validate-"));
    const { said } = await call(validate, ...(await write(directory.path)), "--expand", "--format", "json");

    expect(
      said
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { schema: string }).schema),
    ).toEqual(["debootc/expanded-compose-file", "debootc/expanded-treefile"]);
  });

  test("has the variants that are asked for, or the command line is wrong", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-validate-"));
    const [file, good] = await write(directory.path);

    await expect(call(validate, file, "--variant", "c")).rejects.toThrow(
      'there is no variant "c"; there is a, b',
    );
    await expect(call(validate, good, "--variant", "a")).rejects.toThrow(`and ${good} is not one`);
    await expect(call(validate, file, "--format", "json")).rejects.toThrow("give both");
  });
});
