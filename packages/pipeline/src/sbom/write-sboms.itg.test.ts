import { findTool } from "@debootc/tools/find-tool";
import { run } from "@debootc/tools/run";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashFilesOperation } from "./hash-files-operation.ts";
import { format, image, locked, sbomRoot, stanza } from "./sbom-root.fixture.ts";
import { writeSboms } from "./write-sboms.ts";

// Debian has no package of SPDX's own tools: `pip install spdx-tools` brings them.
const hasSpdxTools =
  (await findTool("python3")) !== undefined &&
  (await run({ tool: "python3", args: ["-c", "import spdx_tools"], accept: [0, 1] })).exitCode === 0;
if (!hasSpdxTools) {
  process.stderr.write(
    "spdx-tools is not installed for python3: SPDX's own program does not check our SBOMs\n",
  );
}

const validation = `import sys
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
print([one.validation_message for one in validate_full_spdx_document(parse_file(sys.argv[1]))])`;

test.skipIf(!hasSpdxTools)(
  "SPDX's own program finds no fault in a document, however hostile its packages",
  async () => {
    const hostile = "\u001b[2J(\u202e) <script> ${x} #";
    await using scene = await sbomRoot(
      [
        stanza("hello", "Source: hi (1:2~3+b1)\nDepends: other, gone"),
        stanza("other", `Maintainer: ${hostile}\nSource: ${hostile}`),
        `Package: ${hostile}\nVersion: ${hostile}\nArchitecture: ${hostile}\n`,
      ].join(""),
      {
        "usr/share/doc/hello/copyright": `${format}Files: *\nLicense: GPL-2+ or Artistic, and ISC\n`,
        "usr/share/doc/other/copyright": `${format}Files: *\nLicense: ${hostile}\n`,
      },
    );
    const hashedFiles = join(scene.out, "files.jsonl");
    const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };
    await hashFilesOperation.run({ root: scene.root, output: hashedFiles }, context);
    await writeSboms({ image, root: scene.root, locked: [locked("hello")], hashedFiles }, scene.out);

    const { stdout } = await run({
      tool: "python3",
      args: ["-c", validation, join(scene.out, "sbom.spdx.json")],
    });

    expect(stdout).toBe("[]\n");
  },
);
