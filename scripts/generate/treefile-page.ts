import { readFileSync } from "node:fs";
import { join } from "node:path";
import { treefileJsonSchema } from "@debootc/core/treefile/json-schema";
import { treefileDefaults } from "@debootc/core/treefile/treefile-defaults";
import { errorOfExample, treefileExamples } from "./treefile-example.ts";

interface Property {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly items?: Property;
  readonly anyOf?: readonly Property[];
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

/**
 * Formats docs/treefile.md. Fails for a key without a right and a wrong example, and for an example that is about
 * another key.
 */
export function treefilePage(): string {
  const { properties = {} } = treefileJsonSchema() as Property;
  const shown = Object.entries(properties).filter(([key]) => !/^packages-(?!amd64)/.test(key));
  const rules = readFileSync(join(import.meta.dirname, "treefile-rules.md"), "utf8");
  return rules + [tableOf(shown, []), ...shown.map(([key, property]) => sectionOf(key, property))].join("\n");
}

function tableOf(
  properties: readonly (readonly [string, Property])[],
  path: readonly string[],
  required: readonly string[] = ["ref", "suite"],
): string {
  const rows = properties.map(([key, property]) => {
    const meaning = cell(meaningOf(property));
    const name = path.length === 0 ? `[\`${nameOf(key)}\`](#${anchorOf(key)})` : `\`${key}\``;
    return `| ${name} | ${kindOf(property)} | ${cell(required.includes(key) ? "none, it must be given" : defaultOf([...path, key]))} | ${meaning} |\n`;
  });
  return `| key | value | default | meaning |\n|---|---|---|---|\n${rows.join("")}`;
}

function sectionOf(key: string, property: Property): string {
  const map = property.anyOf?.find(({ properties }) => properties !== undefined) ?? property;
  const members = Object.entries(map.properties ?? property.items?.properties ?? {});
  const isList = property.items !== undefined;
  const required = map.required ?? property.items?.required ?? [];
  const table = members.length === 0 ? [] : [tableOf(members, isList ? [key, "*"] : [key], required)];
  const wrong = [key, ...members.map(([member]) => `${key}.${member}`)].map(errorText);
  return [
    `### ${nameOf(key)}\n`,
    `${capital(kindOf(property))}; default: ${defaultOf([key])}. ${meaningOf(property)}\n`,
    ...table,
    `\`\`\`yaml\n${exampleOf(key, true)}\`\`\`\n`,
    `\`\`\`text\n${wrong.join("\n\n")}\n\`\`\`\n`,
  ].join("\n");
}

/** The examples on the page, by key. */
const examples = treefileExamples();

function exampleOf(key: string, isRight: boolean): string {
  const example = examples.find((one) => one.key === key && one.isRight === isRight);
  if (example !== undefined) return example.text;
  throw new Error(`treefile-examples.txt has no ${isRight ? "right" : "wrong"} example of ${key}`);
}

function errorText(key: string): string {
  const { key: about, said } = errorOfExample(exampleOf(key, false));
  if (about.replaceAll(/\[\d+\]/g, "").startsWith(key) || key === "variables") return said;
  throw new Error(`the wrong example of ${key} is about ${about}`);
}

function defaultOf(path: readonly string[]): string {
  const found = treefileDefaults().find((one) => one.path.join() === path.join());
  if (found === undefined) return "none";
  return found.value === undefined ? (found.absent ?? "") : `\`${JSON.stringify(found.value)}\``;
}

/** What holds without it stands in the column of the default. */
function meaningOf({ description = "" }: Property): string {
  return description.replace(/ Without it: .*$/, "").replace("on amd64 only", "on that architecture only");
}

function kindOf({ type, anyOf, items }: Property): string {
  const kinds = anyOf?.flatMap((one) => one.type ?? []) ?? [];
  const [kind = "string"] = [type ?? kinds].flat().map(String);
  if (kinds.includes("array") && kinds.includes("string")) return "text or list";
  if (kinds.includes("object") && kinds.includes("string")) return "text or map";
  if (kinds.includes("boolean") && kinds.includes("string")) return "true, false or a word";
  if (kind !== "array") return kindNames[kind] ?? "text";
  const [item = ""] = [items?.type ?? items?.anyOf?.map((one) => one.type ?? "") ?? []].flat().map(String);
  const of = { object: "maps", string: "texts", array: "lists" }[item];
  return of === undefined ? "list" : `list of ${of}`;
}

const kindNames: Readonly<Record<string, string>> = {
  object: "map",
  boolean: "true or false",
  number: "number",
  integer: "number",
};

function nameOf(key: string): string {
  return key === "packages-amd64" ? "packages-<architecture>" : key;
}

function anchorOf(key: string): string {
  return key === "packages-amd64" ? "packages-architecture" : key;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
