import { treefileJsonSchema } from "@debootc/core/treefile/json-schema";

interface Property {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly items?: Property;
  readonly anyOf?: readonly Property[];
  readonly properties?: Readonly<Record<string, Property>>;
}

const introduction = `<!-- Made by \`npm run generate\` from the schema of treefiles. -->
# What a treefile can say

A treefile is one YAML file, or several that include each other. \`debootc validate FILE\` reports every error at once;
editors check and complete with [treefiles/treefile.schema.json](../treefiles/treefile.schema.json):

\`\`\`yaml
# yaml-language-server: $schema=treefile.schema.json
ref: debian/\${suite}/\${basearch}/example
suite: trixie
packages: [hello]
\`\`\`

## Rules

- An unknown key is an error. So is a key twice in one file.
- \`\${name}\` stands for a variable in every text but scripts. \`\${basearch}\` is Debian's name of the architecture and
  \`\${suite}\` the suite; \`$\${\` writes \`\${\` itself.
- Paths of files are relative to the treefile that names them.
- The image always holds Debian's essential packages. Recommended packages only come with \`recommends: true\`.
- The order: packages are configured, files are added, units are enabled, files are removed, scripts run, and then the
  tree takes the [layout](layout.md) of an image.

## Includes

\`include\` names treefiles to build upon. \`arch-include\` names more of them for one architecture, and
\`conditional-include\` for when a condition holds:

\`\`\`yaml
variables:
  edition: server
  debug: true
arch-include:
  amd64: treefiles/tiny.yaml
conditional-include:
  - if: edition == "server"
    include: treefiles/minimal.yaml
  - if: [debug == true, suite != "sid"]
    include:
      packages: [gdb]
\`\`\`

- A condition is a variable, an operator and a value. \`==\` and \`!=\` compare true and false, whole numbers, or text in
  double quotes; \`<\`, \`<=\`, \`>\` and \`>=\` compare numbers. Both sides have the same type. All conditions of a list hold.
- Instead of paths, \`conditional-include\` takes the keys that an included treefile would have.
- An include sees the variables of its own file, of the files that include it, and of those that were read before it.
  A variable that a later file gives another value, so that another file would have been included, is an error.
- A file that is included twice counts once, at its first place. Files must not include themselves.

Files are merged in this order: those of \`include\`, of \`arch-include\`, of \`conditional-include\`, then the file
itself; each after what it includes.

| what | how it is merged |
|---|---|
| a single value | the last one wins: an including file's over an included file's, a later include's over an earlier one's |
| a list | all items, in the order of merging |
| a map (\`variables\`, \`container\`, its \`labels\`) | by key, each value as above |
| \`container.cmd\` | as a single value: it is one command |
| \`postprocess\` | as a list: scripts of the innermost include run first |

\`debootc validate FILE --expand\` prints the merged treefile with the file, line, includes and variables behind every
value; with \`--json\` the same as a record, \`debootc/expanded-treefile\`.

rpm-ostree lets the first of several includes win and runs the scripts of the last one first; here the order is that
of the file.

## Keys
`;

/** Text of docs/treefile.md. */
export function treefilePage(): string {
  const { properties = {} } = treefileJsonSchema() as Property;
  const shown = Object.entries(properties).filter(([key]) => !/^packages-(?!amd64)/.test(key));
  const rows = shown.map(([key, property]) => {
    const name = key === "packages-amd64" ? "packages-&lt;architecture&gt;" : `\`${key}\``;
    return `| ${name} | ${kindOf(property)} | ${cell(property.description ?? "").replace("on amd64 only", "on that architecture only")} | ${exampleOf(property)} |`;
  });
  const parts = shown.flatMap(([key, property]) => partOf(key, property));
  return `${introduction}
| key | value | meaning | example |
|---|---|---|---|
${rows.join("\n")}
${parts.join("")}`;
}

function partOf(key: string, property: Property): string[] {
  const members = property.properties ?? property.items?.properties;
  if (members === undefined) return [];
  const rows = Object.entries(members).map(
    ([name, member]) =>
      `| \`${name}\` | ${kindOf(member)} | ${cell(member.description ?? "")} | ${exampleOf(member)} |`,
  );
  return [`\n### ${key}\n\n| key | value | meaning | example |\n|---|---|---|---|\n${rows.join("\n")}\n`];
}

function kindOf({ type, anyOf, items }: Property): string {
  const kinds = anyOf?.flatMap((one) => one.type ?? []) ?? [];
  const [kind] = [type ?? kinds].flat().map(String);
  const name =
    { array: "list", object: "map", boolean: "true or false", string: "text" }[kind ?? ""] ?? "text";
  if (kinds.includes("array") && kinds.includes("string")) return "text or list";
  return name === "list" && items?.type === "object" ? "list of maps" : name;
}

function exampleOf({ examples, items }: Property): string {
  const [example] = examples ?? (items?.examples === undefined ? [] : [[items.examples[0]]]);
  return example === undefined ? "" : `\`${cell(JSON.stringify(example))}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
