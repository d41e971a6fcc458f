import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { ExpandedTreefile } from "@debootc/core/treefile/expanded-treefile";
import type { Canvas } from "../../screen/screen.ts";
import { countOf } from "@debootc/core/text/amount";

/** Describes a treefile that was read with everything it includes, and the findings in it. */
export interface ValidatedFile {
  readonly file: string;
  readonly architecture: string;
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent if it has errors, like the next two. */
  readonly ref?: string;
  readonly suite?: string;
  /** How many packages it names, before apt adds their dependencies. */
  readonly packages?: number;
  /** The merged treefile, if requested and without errors. */
  readonly expanded?: ExpandedTreefile;
}

/** Lists the treefiles: whether each is valid, and what it describes. */
export function validateSummary(files: readonly ValidatedFile[], { style, glyphs }: Canvas): string {
  const rows = files.map((checked) => {
    const { file, valid, diagnostics } = checked;
    const sign = valid ? style.good(glyphs.done) : style.bad(glyphs.failed);
    const errors = countOf(diagnostics.filter(({ severity }) => severity === "error").length, "error");
    return `${sign} ${style.heading(file)}  ${valid ? style.faint(contents(checked)) : style.bad(errors)}`;
  });
  return `${rows.join("\n")}\n`;
}

function contents({ ref, suite, architecture, packages = 0 }: ValidatedFile): string {
  return `${suite} ${architecture}, ${ref}, ${countOf(packages, "package")} named`;
}
