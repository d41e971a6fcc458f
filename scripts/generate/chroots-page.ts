import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chrootJsonSchema } from "@debootc/core/mock-build/chroot/chroot-json-schema";

interface Property {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly items?: Property;
  readonly properties?: Readonly<Record<string, Property>>;
}

/** Text of docs/chroots.md: its rules, and a table of the keys made from the schema. */
export function chrootsPage(): string {
  const rules = readFileSync(join(import.meta.dirname, "chroots-rules.md"), "utf8");
  const { properties = {} } = chrootJsonSchema() as Property;
  const rows = Object.entries(properties).flatMap(([key, property]) => [
    rowOf(key, property),
    ...membersOf(property).map(([member, inner]) => rowOf(`${key}.${member}`, inner)),
  ]);
  return `${rules}| key | example | default | meaning |\n|---|---|---|---|\n${rows.join("")}`;
}

function membersOf({ properties, items }: Property): readonly (readonly [string, Property])[] {
  return Object.entries(properties ?? items?.properties ?? {});
}

function rowOf(
  key: string,
  { description = "", examples = [], default: byDefault, items }: Property,
): string {
  const [meaning = "", absent] = description.split(" Without it: ");
  const example = examples[0] ?? items?.examples?.[0];
  const usual =
    byDefault === undefined ? (absent?.replace(/[.]$/, "") ?? "none") : `\`${JSON.stringify(byDefault)}\``;
  const cells = [`\`${key}\``, example === undefined ? "" : `\`${JSON.stringify(example)}\``, usual, meaning];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |\n`;
}
