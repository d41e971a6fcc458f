import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ValidateRequest } from "@debootc/core/request/validate-request";
import { readTreefile } from "@debootc/pipeline/treefile/read-treefile";
import type { ValidatedFile } from "../render/screens/validate-summary.ts";

/** Reads one treefile. Its errors are part of the result, not a failure. */
export async function validateFile(
  file: string,
  { arch: architecture, expand: isExpanded }: Pick<ValidateRequest, "arch" | "expand">,
): Promise<ValidatedFile> {
  try {
    const { treefile, warnings, expand } = await readTreefile(file, architecture, { inspect: true });
    const { ref, suite, packages } = treefile;
    return {
      file,
      architecture,
      valid: true,
      diagnostics: warnings,
      ref,
      suite,
      packages: packages.length,
      ...(isExpanded ? { expanded: expand() } : {}),
    };
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "treefile-invalid") throw error;
    return { file, architecture, valid: false, diagnostics: error.diagnostics };
  }
}
