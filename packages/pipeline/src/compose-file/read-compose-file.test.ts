import { readFileSync } from "node:fs";
import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readYamlDocument } from "@debootc/core/document/yaml-document";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { isComposeFileAt, readComposeFile } from "./read-compose-file.ts";

const treefiles = join(import.meta.dirname, "../../../../treefiles");

test("the compose file that debootc ships has no errors and nothing to warn of", async () => {
  const { composeFile, warnings } = await readComposeFile(join(treefiles, "compose.yaml"), { inspect: true });

  expect(warnings).toEqual([]);
  expect(
    composeFile.variants.flatMap(({ legs }) =>
      legs.map(({ variant, architecture, runsOn, loaded }) => [
        `${variant}/${architecture}`,
        loaded.treefile.ref,
        ...runsOn,
      ]),
    ),
  ).toEqual([
    ["minimal/amd64", "debian/trixie/amd64/minimal", "ubuntu-latest"],
    ["server/amd64", "debian/trixie/amd64/server", "ubuntu-latest"],
    ["edge/amd64", "debian/trixie/amd64/edge", "ubuntu-latest"],
    ["edge/arm64", "debian/trixie/arm64/edge", "ubuntu-24.04-arm"],
  ]);
});

test("the compose file that debootc ships is right for editors, which check it by the schemas next to it", () => {
  const bytesOf = (name: string) => readFileSync(join(treefiles, name));
  const schemaOf = (name: string) => JSON.parse(bytesOf(name).toString()) as object;
  const validate = new Ajv({ strict: false })
    .addSchema(schemaOf("treefile.schema.json"), "treefile.schema.json")
    .compile(schemaOf("compose.schema.json"));

  expect(validate(readYamlDocument(bytesOf("compose.yaml")).value), JSON.stringify(validate.errors)).toBe(
    true,
  );
});

test("files are told apart by what is in them; one that cannot be read is left to the reader of treefiles", () => {
  expect(isComposeFileAt(join(treefiles, "compose.yaml"))).toBe(true);
  expect(isComposeFileAt(join(treefiles, "minimal.yaml"))).toBe(false);
  expect(isComposeFileAt(join(treefiles, "no-such.yaml"))).toBe(false);
});

test("no link leads out of the directory of the compose file, and files of a build are below it", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-compose-file-"));
  const home = join(directory.path, "tree");
  await mkdir(home);
  await writeFile(join(directory.path, "elsewhere.yaml"), "ref: a\nsuite: sid\n");
  await symlink("../elsewhere.yaml", join(home, "linked.yaml"));
  await writeFile(join(home, "own.yaml"), "ref: a\nsuite: sid\n");
  await writeFile(
    join(home, "compose.yaml"),
    'release: {short: x, name: X, version: "1"}\nvariants:\n  a: {treefile: linked.yaml, arches: [amd64]}\n  b: {treefile: own.yaml, arches: [amd64], build: {add-files: [[gone, /etc/gone]]}}\n',
  );

  await expect(readComposeFile(join(home, "compose.yaml"), { inspect: true })).rejects.toMatchObject({
    code: "compose-file-invalid",
    diagnostics: [
      { line: 3, message: expect.stringContaining("leads out of") },
      { line: 4, key: "variants.b.build.add-files[0][0]" },
    ],
  });
});
