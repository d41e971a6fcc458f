import type { ExpandedTreefile } from "@debootc/core/treefile/expanded-treefile";
import { pathText } from "@debootc/core/document/position-map";
import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "../text/display-width.ts";
import { shortPath } from "../text/short-path.ts";
import { originWords } from "../text/origin-words.ts";
import { valueTree } from "../text/value-tree.ts";
import { yamlLines } from "../text/yaml-lines.ts";

/** Writes the merged treefile as YAML that could be composed, with the origin of every value as a comment. */
export function expandedText(expanded: ExpandedTreefile, { directory, style }: Canvas): string {
  const { led, origin } = originWords(directory);
  const { file, architecture, files, variables, values, unset } = expanded;
  const parts = files.map(({ file: part, within, includedBy }) => {
    const name = `${shortPath(part, directory)}${within === undefined ? "" : ` ${within}`}`;
    return `#   ${name}${led(includedBy)}`;
  });
  const own = variables.filter(({ name, origin: of }) => of.from === "file" && name !== "suite");
  const tree = valueTree([
    ...own.map(({ name, value, origin: of }) => ({ path: ["variables", name], value, origin: of })),
    ...values,
  ]);
  const lines = yamlLines(tree, origin);
  const width = Math.min(48, Math.max(...lines.map(({ text }) => displayWidth(text))));
  return [
    `# ${shortPath(file, directory)} for ${architecture}, merged from`,
    ...parts,
    ...lines.map(({ text, comment }) =>
      comment === undefined ? text : `${pad(text, width)}  ${style.faint(`# ${comment}`)}`,
    ),
    ...unset.map(({ path, meaning }) => style.faint(`# ${pathText(path)} is not set: ${meaning}`)),
    "",
  ].join("\n");
}
