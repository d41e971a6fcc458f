import type { Release } from "@debootc/core/compose/release";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Canvas } from "../../screen/screen.ts";
import { countOf } from "@debootc/core/text/amount";

interface Checked {
  readonly file: string;
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** What all of it comes to, if requested and without errors. */
  readonly expanded?: Expanded;
}

interface Expanded {
  /** A record as text, with a final newline. */
  readonly record: string;
  /** One YAML document or several, with a final newline. */
  readonly text: (canvas: Canvas) => string;
}

/** Describes a treefile that was read with everything it includes, and the findings in it. */
export interface ValidatedTreefile extends Checked {
  readonly architecture: string;
  /** Absent if it has errors, like the next two. */
  readonly ref?: string;
  readonly suite?: string;
  /** How many packages it names, before apt adds their dependencies. */
  readonly packages?: number;
}

/** Describes a compose file that was read with the treefiles of all its legs, and the findings in them. */
export interface ValidatedComposeFile extends Checked {
  /** Absent if it has errors, like the next one. */
  readonly release?: Release;
  readonly variants?: readonly { readonly id: string; readonly legs: readonly ValidatedLeg[] }[];
}

interface ValidatedLeg {
  readonly architecture: string;
  readonly treefile: string;
  readonly ref: string;
  readonly suite: string;
  readonly packages: number;
  readonly required: boolean;
}

export type ValidatedFile = ValidatedTreefile | ValidatedComposeFile;

/** Lists the files: whether each is valid, and what it describes. */
export function validateSummary(files: readonly ValidatedFile[], { style, glyphs }: Canvas): string {
  const rows = files.map((checked) => {
    const { file, valid, diagnostics } = checked;
    const sign = valid ? style.good(glyphs.done) : style.bad(glyphs.failed);
    const errors = countOf(diagnostics.filter(({ severity }) => severity === "error").length, "error");
    return `${sign} ${style.heading(file)}  ${valid ? style.faint(contents(checked)) : style.bad(errors)}`;
  });
  return `${rows.join("\n")}\n`;
}

function contents(checked: ValidatedFile): string {
  if ("architecture" in checked) {
    const { ref, suite, architecture, packages = 0 } = checked;
    return `${suite} ${architecture}, ${ref}, ${countOf(packages, "package")} named`;
  }
  const { release, variants = [] } = checked;
  const words = variants.map(({ id, legs }) =>
    [id, ...legs.map(({ architecture }) => architecture)].join(" "),
  );
  return `${release?.name} ${release?.version}: ${words.join(", ")}`;
}
