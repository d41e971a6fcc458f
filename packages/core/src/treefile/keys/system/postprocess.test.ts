import { expect, test } from "vitest";
import { errorsOf, loadFromMemory } from "../../load-from-memory.fixture.ts";

const head = "ref: a\nsuite: sid\n";
const withScript = (script: string | Uint8Array) =>
  errorsOf({ "/tree/system.yaml": `${head}postprocess-script: ./last.sh\n`, "/tree/last.sh": script });

test("the script of a file runs after all others, that of the including treefile alone", () => {
  const { treefile, files } = loadFromMemory({
    "/tree/system.yaml": `${head}include: base/base.yaml\npostprocess-script: last.sh\npostprocess: ["#!/bin/a"]\n`,
    "/tree/base/base.yaml": 'postprocess-script: other.sh\npostprocess: ["#!/bin/b"]\n',
    "/tree/last.sh": "#!/bin/sh\necho ${HOME}\n",
  });

  expect(treefile.postprocess).toMatchObject([
    { script: "#!/bin/b", origin: "base/base.yaml:2" },
    { script: "#!/bin/a", origin: "system.yaml:5" },
    { script: "#!/bin/sh\necho ${HOME}\n", origin: "system.yaml:4" },
  ]);
  expect(files).toContain("/tree/last.sh");
});

test.each([
  ["echo\n", "the script does not say what runs it"],
  ["", "the script is empty"],
  [new Uint8Array([0x23, 0x21, 0xff]), "the byte 0xff is not UTF-8"],
])("%o is refused where the treefile names it", (script, says) => {
  expect(withScript(script)).toMatchObject([
    { file: "/tree/system.yaml", line: 3, column: 21, given: "./last.sh", message: says },
  ]);
});

test("a script that is not there is looked for beside the treefile that names it", () => {
  expect(errorsOf(`${head}postprocess-script: last.sh\n`)).toMatchObject([
    { message: "the file does not exist", hint: "It is looked for at /tree/last.sh." },
  ]);
});

test.each(["/usr/bin/true", "../last.sh", ""])("%s is no place for a script", (path) => {
  expect(errorsOf(`${head}postprocess-script: "${path}"\n`)).toMatchObject([
    { line: 3, allowed: "a path below the directory of the treefile" },
  ]);
});
