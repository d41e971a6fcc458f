import type { YAMLException } from "js-yaml";
import { type LinedText, placeAt } from "./text-place.ts";
import type { YamlFault } from "./yaml-node.ts";

/** js-yaml's complaint in words that say what to do. */
export function yamlSyntaxFault({ text, lineStarts }: LinedText, error: YAMLException): YamlFault {
  const offset = error.mark?.position ?? 0;
  const { line } = placeAt({ text, lineStarts }, offset);
  const start = lineStarts[line - 1] ?? 0;
  const indentation = /^ *\t/.exec(text.slice(start, lineStarts[line]));
  if (indentation !== null) {
    const tab = start + indentation[0].length - 1;
    return { offset: tab, message: "a tab stands in the indentation", hint: "Indent with spaces." };
  }
  if (text[offset] === "{" && text[offset - 1] === "$") {
    const hint = "Put quotes around it, or write the list with one `- item` a line.";
    return { offset, message: "`${` begins a YAML map within [ ] and { }", hint };
  }
  const known = reasons.find(({ begins }) => error.reason.startsWith(begins));
  return {
    offset,
    message: known?.message ?? `not valid YAML: ${error.reason}`,
    hint: known?.hint ?? "Check indentation, quotes and brackets here and in the line before.",
  };
}

const reasons = [
  {
    begins: "nesting exceeded",
    message: "lists and maps stand too deep inside each other",
    hint: "A treefile needs four levels at most; debootc reads thirty.",
  },
  {
    begins: "the stream contains non-printable",
    message: "the file contains a control character",
    hint: "Remove it, or write it as an escape in double quotes.",
  },
  {
    begins: "null byte",
    message: "the file contains a NUL byte",
    hint: "Check that this is a text file.",
  },
  ...["scalar", "sequence", "mapping"].map((kind) => ({
    begins: `unknown ${kind} tag`,
    message: "YAML tags are not supported",
    hint: "Write the value without the word that begins with `!`.",
  })),
];
