import { treefileJsonSchema } from "@debootc/core/treefile/schema";

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
- Of included files, scalars of the including file win, lists are appended after those of the included files, maps are
  merged. Scripts of the innermost include run first.
- \`\${name}\` stands for a variable in every text but scripts. \`\${basearch}\` is Debian's name of the architecture and
  \`\${suite}\` the suite; \`$\${\` writes \`\${\` itself.
- Paths of files are relative to the treefile that names them.
- The image always holds Debian's essential packages. Recommended packages only come with \`recommends: true\`.
- The order: packages are configured, files are added, units are enabled, files are removed, scripts run, and then the
  tree takes the [layout](layout.md) of an image.

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
