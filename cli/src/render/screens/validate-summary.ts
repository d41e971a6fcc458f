import type { Canvas } from "../../screen/screen.ts";
import type { ValidatedFile } from "../../door/validate-file.ts";
import { countOf } from "@debootc/core/text/amount";

/** One row a treefile: whether it is valid, and what it comes to. */
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
