import { chosenLegs, type LegChoice } from "@debootc/core/compose/chosen-legs";
import {
  type ExpandedComposeFile,
  expandedComposeFile,
} from "@debootc/core/compose-file/expanded-compose-file";
import type { ResolvedComposeFile } from "@debootc/core/compose-file/resolved-compose-file";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { readComposeFile } from "@debootc/pipeline/compose-file/read-compose-file";
import { expandedComposeText } from "../render/screens/expanded-compose-file.ts";
import type { ValidatedComposeFile } from "../render/screens/validate-summary.ts";

/** Reads one compose file. Its errors are part of the result, not a failure. Throws `usage` if it has no leg of the choice. */
export async function validateComposeFile(
  file: string,
  { expand: isExpanded, choice }: { readonly expand: boolean; readonly choice: LegChoice },
): Promise<ValidatedComposeFile> {
  try {
    const { composeFile, warnings, expand } = await readComposeFile(file, { inspect: true });
    const { release, variants } = composeFile;
    const legs = chosenLegs(
      variants.flatMap((variant) => variant.legs),
      choice,
    );
    return {
      file,
      valid: true,
      diagnostics: warnings,
      release,
      variants: variants.map(asResult),
      ...(isExpanded ? { expanded: expandedOf(expand(legs)) } : {}),
    };
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "compose-file-invalid") throw error;
    return { file, valid: false, diagnostics: error.diagnostics };
  }
}

function asResult({ id, name, legs }: ResolvedComposeFile["variants"][number]) {
  return {
    id,
    name,
    legs: legs.map(({ architecture, treefile, loaded, metadata, runsOn, required }) => {
      const { ref, suite, packages } = loaded.treefile;
      return { architecture, treefile, ref, suite, packages: packages.length, metadata, runsOn, required };
    }),
  };
}

function expandedOf(expanded: ExpandedComposeFile): NonNullable<ValidatedComposeFile["expanded"]> {
  return {
    record: expandedComposeFile.serialize(expanded),
    text: (canvas) => expandedComposeText(expanded, canvas),
  };
}
