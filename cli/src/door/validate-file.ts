import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { ValidateRequest } from "@debootc/core/request/validate-request";
import type { ExpandedTreefile } from "@debootc/core/treefile/expanded-treefile";
import { readTreefile } from "@debootc/pipeline/treefile/read-treefile";

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
