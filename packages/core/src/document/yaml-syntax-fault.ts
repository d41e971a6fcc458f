import type { YAMLException } from "js-yaml";
import { type LinedText, placeAt } from "./text-place.ts";
import { unclosedOffset } from "./unclosed-offset.ts";
import type { YamlFault } from "./yaml-node.ts";
import { yamlReasons } from "./yaml-reasons.ts";

/** js-yaml's complaint in words that say what to do, at the place that is to be mended. */
export function yamlSyntaxFault(lined: LinedText, error: YAMLException): YamlFault {
  const { text, lineStarts } = lined;
  const offset = error.mark?.position ?? 0;
  const { line } = placeAt(lined, offset);
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
  if (/^[@`%]/.test(text.slice(offset))) {
    return { offset, message: `\`${text[offset]}\` cannot begin a text`, hint: "Put the text in quotes." };
  }
  if (error.reason.startsWith("bad indentation of a mapping") && text[offset] === ":") {
    const content = start + text.slice(start).search(/\S/);
    if (!/:\s/.test(text.slice(content, offset)))
      return { offset: content, message: misplacedKey, hint: "Let the keys of one map begin in one column." };
    return {
      offset,
      message: "a second `: ` stands in this line",
      hint: "Put quotes around the text that contains it.",
    };
  }
  if (/^(?:deficient indentation|unexpected end of the|missed comma)/.test(error.reason)) {
    const opening = unclosedOffset(lined, line);
    if (opening !== undefined) {
      const message = `\`${text[opening]}\` is opened here and not closed`;
      return { offset: opening, message, hint: "Close it, and check the quotes in between." };
    }
  }
  if (/^(?:can not read a block mapping|expected ':' after)/.test(error.reason)) {
    const offset = lineWithoutColon(lined, line);
    const message = "this line is not `key: value`";
    return { offset, message, hint: "Put a colon and a space behind the key, or quotes around the text." };
  }
  const known = yamlReasons.find(({ begins }) => error.reason.startsWith(begins));
  return {
    offset,
    message: known?.message ?? `not valid YAML: ${error.reason}`,
    hint: known?.hint ?? "Check indentation, quotes and brackets here and in the line before.",
  };
}

const misplacedKey = "this key belongs to no map: its column is not that of a key before it";

/** js-yaml notices at the next line that the one before had no colon. */
function lineWithoutColon({ text, lineStarts }: LinedText, line: number): number {
  let found: { readonly offset: number; readonly indentation: number } | undefined;
  for (let at = line; at >= 1; at--) {
    const start = lineStarts[at - 1] ?? 0;
    const content = text.slice(start, lineStarts[at]);
    if (/^\s*(?:#|$)/.test(content)) continue;
    const indentation = content.search(/\S/);
    const isEnd = /:(?:\s|$)/.test(content) || (found !== undefined && indentation >= found.indentation);
    if (isEnd && found !== undefined) return found.offset;
    // A line that is indented more goes on with the text before it.
    if (!isEnd) found = { offset: start + indentation, indentation };
  }
  return found?.offset ?? lineStarts[line - 1] ?? 0;
}
