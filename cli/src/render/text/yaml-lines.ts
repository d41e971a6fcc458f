import { printable, printableLines } from "@debootc/core/text/printable";
import { jsonWithoutCommands, withoutCommands } from "@debootc/core/text/without-commands";

/** Holds a tree to be written as YAML. A map whose keys are numbers is a list. */
export type YamlTree<Note> = YamlMap<Note> | { readonly value: unknown; readonly note: Note };
export type YamlMap<Note> = Map<string | number, YamlTree<Note>>;

interface YamlLine {
  readonly text: string;
  readonly comment?: string;
}

/**
 * Writes a tree as lines of a treefile, with a comment for every value. Nothing in them acts on a terminal or is a command
 * to a CI runner, and yet they mean the same: what could is written as an escape.
 */
export function yamlLines<Note>(
  tree: YamlTree<Note>,
  comment: (note: Note) => string,
  path: readonly (string | number)[] = [],
): readonly YamlLine[] {
  if (!(tree instanceof Map)) {
    const [first = "", ...rest] = scalarLines(tree.value, path[0] === "postprocess");
    return [{ text: first, comment: printable(comment(tree.note)) }, ...rest.map((text) => ({ text }))];
  }
  const inner = (steps: readonly (string | number)[], of: YamlTree<Note>) =>
    yamlLines(of, comment, [...path, ...steps]);
  return [...tree].flatMap(([step, child]): readonly YamlLine[] => {
    const lines = inner([step], child);
    const indented = (from: number) =>
      lines.slice(from).map((line) => ({ ...line, text: line.text === "" ? "" : `  ${line.text}` }));
    if (typeof step === "number") return [{ ...lines[0], text: `- ${lines[0]?.text}` }, ...indented(1)];
    const key = `${scalarText(step)}:`;
    if (child instanceof Map) return [{ text: key }, ...indented(0)];
    return [{ ...lines[0], text: `${key} ${lines[0]?.text}` }, ...indented(1)];
  });
}

function scalarLines(value: unknown, isScript: boolean): readonly string[] {
  if (typeof value !== "string") return [jsonWithoutCommands(printable(JSON.stringify(value)))];
  const text = isScript ? value : value.replaceAll("${", "$${");
  return blockLines(text) ?? [scalarText(text)];
}

/** Writes a text of several lines as a block, if a block can hold it. */
function blockLines(text: string): readonly string[] | undefined {
  const isPlain = !text.includes("\t") && withoutCommands(printableLines(text)) === text;
  if (!/\n./.test(text) || /^\s|\n\n$/.test(text) || !isPlain) return undefined;
  return [text.endsWith("\n") ? "|" : "|-", ...text.replace(/\n$/, "").split("\n")];
}

const reserved = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;

function scalarText(text: string): string {
  const isSafe = /^[A-Za-z/_][\w/.@+=~-]*(?:[: ][\w/.@+=~-]+)*$/.test(text) && !reserved.test(text);
  return isSafe ? text : jsonWithoutCommands(printable(JSON.stringify(text)));
}
