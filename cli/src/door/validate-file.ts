import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { ValidateRequest } from "@debootc/core/request/validate-request";
import type { ExpandedTreefile } from "@debootc/core/treefile/expanded-treefile";
import { readTreefile } from "@debootc/pipeline/treefile/read-treefile";

/** A treefile that was read with all that it includes, and what was found in it. */
export interface ValidatedFile {
  readonly file: string;
  readonly architecture: string;
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** What it comes to; absent when it has errors. */
  readonly ref?: string;
  readonly suite?: string;
  /** How many packages are named, before apt adds what they need. */
  readonly packages?: number;
  /** All of it, where it was asked for and has no errors. */
  readonly expanded?: ExpandedTreefile;
}

/** Reads one treefile; its errors are the answer, not a failure. */
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
