import type { ExpandedTreefile, ExpandedValue, ValueOrigin } from "@debootc/core/treefile/expanded-treefile";
import type { Origin } from "@debootc/core/document/origin";
import { pathText } from "@debootc/core/document/position-map";
import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "../text/display-width.ts";
import { shortPath } from "../text/short-path.ts";
import { type YamlTree, yamlLines } from "../text/yaml-lines.ts";

/** The merged treefile as YAML that could be composed, with the origin of every value as a comment. */
export function expandedText(expanded: ExpandedTreefile, { directory, style }: Canvas): string {
  const at = ({ file, line }: Origin) => `${shortPath(file, directory)}:${line}`;
  const led = (by: readonly (Origin & { conditions: readonly string[] })[]) =>
    by
      .toReversed()
      .map((one) => `, by ${at(one)}${one.conditions.map((text) => ` if ${text}`).join("")}`)
      .join("");
  const origin = (of: ValueOrigin): string => {
    if (of.from !== "file") return of.from;
    const uses = (of.variables ?? []).map(
      ({ name, place }) => `, \${${name}}${place === undefined ? "" : ` of ${at(place)}`}`,
    );
    const over = (of.overrides ?? []).map(
      (one) => `, in place of ${JSON.stringify(one.value)} of ${at(one)}`,
    );
    return `${at(of)}${led(of.includedBy)}${uses.join("")}${over.join("")}`;
  };

  const { file, architecture, files, variables, values, unset } = expanded;
  const parts = files.map(({ file: part, within, includedBy }) => {
    const name = `${shortPath(part, directory)}${within === undefined ? "" : ` ${within}`}`;
    return `#   ${name}${led(includedBy)}`;
  });
  const own = variables.filter(({ name, origin: of }) => of.from === "file" && name !== "suite");
  const tree = treeOf([
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

/** Values by their paths as nested maps and lists. */
function treeOf(values: readonly ExpandedValue[]): YamlTree<ValueOrigin> {
  const root: YamlTree<ValueOrigin> = new Map();
  for (const { path, value, origin } of values) {
    let node: YamlTree<ValueOrigin> = root;
    for (const [depth, step] of path.entries()) {
      if (!(node instanceof Map)) break;
      const next = path[depth + 1];
      const made: YamlTree<ValueOrigin> = next === undefined ? { value, note: origin } : new Map();
      const child: YamlTree<ValueOrigin> = node.get(step) ?? made;
      node.set(step, child);
      node = child;
    }
  }
  return root;
}
