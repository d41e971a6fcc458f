import { characterFaults } from "@debootc/core/document/strange-characters";
import { isWorkflowCommand } from "@debootc/core/text/workflow-command.fixture";
import { loadTreefile } from "@debootc/core/treefile/load-treefile";
import fc from "fast-check";
import { expect, test } from "vitest";
import { glyphsFor } from "../../screen/glyphs.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { createStyle } from "../../screen/style.ts";
import { expandedText } from "./expanded-treefile.ts";

const canvas = { columns: 80, directory: "/tree", style: createStyle(false), glyphs: glyphsFor(true) };

function load(files: Readonly<Record<string, string>>) {
  return loadTreefile({
    file: "/tree/system.yaml",
    architecture: "amd64",
    read: (path) => (files[path] === undefined ? { why: "does not exist" } : Buffer.from(files[path])),
  });
}

/** Returns the text as a screen shows it. */
function textOf(files: Readonly<Record<string, string>>): string {
  const screen = recordedScreen({ interactive: false });
  screen.write(expandedText(load(files).expand(), canvas));
  return screen.text();
}

test("each value has its line, the way to its file, its variables and what it overrides", () => {
  const text = textOf({
    "/tree/system.yaml": [
      "include: base.yaml",
      "ref: a/${edition}/${basearch}",
      "variables: {edition: top}",
      "packages: [vim nano]",
      "conditional-include:",
      '  - {if: edition == "top", include: {recommends: true}}',
      "",
    ].join("\n"),
    "/tree/base.yaml": "ref: a/base\nsuite: sid\npostprocess:\n  - |\n    #!/bin/sh\n\n    echo ${HOME}\n",
  });

  const lines = text.replaceAll(/ +# /g, " # ").split("\n");

  expect(lines.filter((line) => !/# default$|^#.* is not set/.test(line))).toEqual([
    "# system.yaml for amd64, merged from",
    "#   base.yaml, included by system.yaml:1",
    '#   system.yaml conditional-include[0].include, included by system.yaml:6 if edition == "top"',
    "#   system.yaml",
    "variables:",
    "  edition: top # system.yaml:3",
    'ref: a/top/amd64 # system.yaml:2, ${edition} from system.yaml:3, ${basearch}, overrides "a/base" from base.yaml:1',
    "suite: sid # base.yaml:2, included by system.yaml:1",
    "components:",
    "packages:",
    "  - vim # system.yaml:4",
    "  - nano # system.yaml:4",
    'recommends: true # system.yaml:6, included by system.yaml:6 if edition == "top"',
    "postprocess:",
    "  - | # base.yaml:5, included by system.yaml:1",
    "    #!/bin/sh",
    "",
    "    echo ${HOME}",
    "container:",
    "  cmd:",
    "",
  ]);
  expect(lines).toContain("  - main # default");
  expect(text).toContain("# mirror is not set: the Debian mirror of the machine that composes\n");
});

const word = fc.stringMatching(/^[a-z0-9][a-z0-9+.]{1,8}$/).filter((text) => !text.endsWith(".deb"));
const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,8}$/);
const command = fc.constantFrom("##[error]x", "a##[0-9]", "::error::x", "  ::error::x", "a\n\t::b::c\n");
const label = fc
  .oneof({ weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) }, command)
  .filter((text) => characterFaults(text).length === 0);
const script = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.string({ maxLength: 9 }) }, command), { maxLength: 4 })
  .map((lines) => ["#!/bin/sh", ...lines].join("\n"));
const treefile = fc.record(
  {
    packages: fc.array(word, { maxLength: 4 }),
    recommends: fc.boolean(),
    units: fc.array(
      name.map((unit) => `${unit}.service`),
      { maxLength: 2 },
    ),
    "add-files": fc.array(
      fc.tuple(
        word,
        word.map((name) => `/etc/${name}`),
      ),
      { maxLength: 2 },
    ),
    "remove-files": fc.array(
      word.map((name) => `/usr/share/${name}`),
      { maxLength: 2 },
    ),
    postprocess: fc.array(script, { maxLength: 2 }),
    "kernel-arguments": fc.array(word, { maxLength: 3 }),
    variables: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,4}$/),
      label.map((text) => text.replaceAll("${", "")),
    ),
    container: fc.record(
      {
        labels: fc.dictionary(
          name,
          label.map((text) => text.replaceAll("${", "$${")),
        ),
        compression: fc.constantFrom("zstd", "gzip"),
      },
      { requiredKeys: [] },
    ),
    sources: fc.uniqueArray(
      fc.record({
        id: name,
        uris: fc.constant("./a"),
        suites: fc.constant("./"),
        trusted: fc.constant(true),
      }),
      { selector: ({ id }) => id, maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

test("the text is a treefile that means the same, and holds no command to a CI runner", () => {
  fc.assert(
    fc.property(treefile, treefile, (top, base) => {
      const named = new Set((top.sources ?? []).map(({ id }) => id));
      const others = {
        ...base,
        ...(base.sources && { sources: base.sources.filter(({ id }) => !named.has(id)) }),
      };
      const files = {
        "/tree/system.yaml": JSON.stringify({ include: "base.yaml", ref: "a/b", suite: "sid", ...top }),
        "/tree/base.yaml": JSON.stringify(others),
      };
      const before = load(files).treefile;
      const text = textOf(files);
      const after = load({ "/tree/system.yaml": text }).treefile;
      // Only the places of values may differ, and the steps in which packages are installed: those of its includes.
      const meaning = (treefile: typeof before): unknown =>
        JSON.parse(
          JSON.stringify(treefile, (key, value: unknown) =>
            ["origin", "nameOrigins", "place", "bases"].includes(key) ? undefined : value,
          ),
        );

      expect(meaning(after)).toEqual(meaning(before));
      expect(text.split("\n").filter(isWorkflowCommand)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("nothing in the text acts on a terminal", () => {
  const text = textOf({
    "/tree/system.yaml": 'ref: a\nsuite: sid\nvariables: {a: "\\e[31m\\u202e\\u0007"}\n',
  });

  // oxlint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});
