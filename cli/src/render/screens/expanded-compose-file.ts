import type { ExpandedComposeFile } from "@debootc/core/compose-file/expanded-compose-file";
import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "../text/display-width.ts";
import { originWords } from "../text/origin-words.ts";
import { shortPath } from "../text/short-path.ts";
import { valueTree } from "../text/value-tree.ts";
import { yamlLines } from "../text/yaml-lines.ts";
import { expandedText } from "./expanded-treefile.ts";

/**
 * Writes each leg as a YAML document: what the compose file says of it in comments, then its merged treefile, which could
 * be composed by itself. The origin of every value is a comment.
 */
export function expandedComposeText({ file, variants }: ExpandedComposeFile, canvas: Canvas): string {
  const documents = variants.flatMap(({ id, name, inherits, legs }) =>
    legs.map(({ architecture, settings, treefile }) => {
      const behind = inherits.length === 0 ? "" : `, which inherits ${inherits.join(", ")}`;
      const head = `# ${id}/${architecture} of ${shortPath(file, canvas.directory)}${behind}`;
      const rows = [`#   name: ${name}`, ...settingRows(settings, canvas)];
      return [head, ...rows, expandedText(treefile, canvas)].join("\n");
    }),
  );
  return documents.join("---\n");
}

type Settings = ExpandedComposeFile["variants"][number]["legs"][number]["settings"];

function settingRows(settings: Settings, { directory, style }: Canvas): readonly string[] {
  const lines = yamlLines(valueTree(settings), originWords(directory).origin);
  const width = Math.min(48, Math.max(...lines.map(({ text }) => displayWidth(text))));
  return lines.map(({ text, comment }) =>
    comment === undefined ? `#   ${text}` : `#   ${pad(text, width)}  ${style.faint(`# ${comment}`)}`,
  );
}
