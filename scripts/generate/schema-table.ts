interface Property {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly Property[];
  readonly items?: Property;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly additionalProperties?: Property | boolean;
  readonly required?: readonly string[];
}

/** Formats a table of the keys of a document from its JSON Schema. */
export function schemaTable(schema: Property): string {
  return `| key | example | default | meaning |\n|---|---|---|---|\n${rowsOf([], schema).join("")}`;
}

/** A row for each key, and for those within it behind it; the ids of variants are any words. */
function rowsOf(path: readonly string[], { properties = {}, required = [] }: Property): readonly string[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    const at = [...path, key];
    const inner = property.properties ? property : property.items?.properties ? property.items : undefined;
    const { additionalProperties: byName } = property;
    // Keys that differ in their names only are described where they are listed.
    if (property.description === undefined) return [];
    return [
      rowOf(at, property, required.includes(key)),
      ...(inner === undefined ? [] : rowsOf(at, inner)),
      ...(typeof byName === "object" ? rowsOf([...at, "*"], byName) : []),
    ];
  });
}

function rowOf(path: readonly string[], property: Property, isRequired: boolean): string {
  const { description = "", examples = [], default: byDefault } = property;
  const [meaning = "", absent] = description.split(" Without it: ");
  const usual =
    byDefault === undefined ? (absent?.replace(/[.]$/, "") ?? "none") : `\`${JSON.stringify(byDefault)}\``;
  const cells = [
    `\`${path.join(".")}\``,
    examples.length === 0 ? "" : `\`${JSON.stringify(examples[0])}\``,
    isRequired ? "none, it must be given" : usual,
    meaning,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |\n`;
}
