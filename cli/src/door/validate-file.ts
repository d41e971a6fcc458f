import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ValidateRequest } from "@debootc/core/request/validate-request";
import { type ExpandedTreefile, expandedTreefile } from "@debootc/core/treefile/expanded-treefile";
import { isComposeFileAt } from "@debootc/pipeline/compose-file/read-compose-file";
import { readTreefile } from "@debootc/pipeline/treefile/read-treefile";
import { expandedText } from "../render/screens/expanded-treefile.ts";
import type { ValidatedFile, ValidatedTreefile } from "../render/screens/validate-summary.ts";
import { validateComposeFile } from "./validate-compose-file.ts";

type Wanted = Pick<ValidateRequest, "arch" | "expand" | "variant"> & {
  /** Whether the user named the architecture, which also chooses legs of compose files. */
  readonly isArchGiven: boolean;
};

/** Reads one treefile or compose file. Its errors are part of the result, not a failure. Throws `usage`. */
export async function validateFile(file: string, wanted: Wanted): Promise<ValidatedFile> {
  const { arch, expand, variant, isArchGiven } = wanted;
  if (isComposeFileAt(file)) {
    // All legs are checked in any case: the architecture chooses what is printed.
    const arches = isArchGiven && expand ? [arch] : undefined;
    return validateComposeFile(file, { expand, choice: { variants: variant, arches } });
  }
  if (variant !== undefined) {
    throw new DebootcError("usage", `--variant chooses variants of compose files, and ${file} is not one`, {
      hint: "Leave the option or the file out.",
    });
  }
  return validateTreefile(file, wanted);
}

async function validateTreefile(
  file: string,
  { arch: architecture, expand: isExpanded }: Wanted,
): Promise<ValidatedTreefile> {
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
      ...(isExpanded ? { expanded: expandedOf(expand()) } : {}),
    };
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "treefile-invalid") throw error;
    return { file, architecture, valid: false, diagnostics: error.diagnostics };
  }
}

function expandedOf(expanded: ExpandedTreefile): NonNullable<ValidatedTreefile["expanded"]> {
  return {
    record: expandedTreefile.serialize(expanded),
    text: (canvas) => expandedText(expanded, canvas),
  };
}
