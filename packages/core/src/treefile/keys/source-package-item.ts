import { DebootcError } from "../../error/debootc-error.ts";
import { classifySource, type SourceArgument, sourceArgumentRule } from "../../debian/source-argument.ts";
import { ownFileFaults } from "../../document/relative-path.ts";
import type { TextFault } from "../../document/text-schema.ts";

/** Rule for an item of `source-packages`: what `debootc mock-build` takes, files below the treefile's directory. */
export function sourcePackageFaults(text: string): readonly TextFault[] {
  try {
    const path = pathOf(classifySource(text));
    return path === undefined ? [] : ownFileFaults(path);
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    return [
      {
        message: error.message.replace(`; allowed: ${sourceArgumentRule}`, ""),
        allowed: sourceArgumentRule,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      },
    ];
  }
}

/** The path that an argument names on this machine; undefined for what is elsewhere. */
export function pathOf(argument: SourceArgument): string | undefined {
  return argument.kind === "dsc" || argument.kind === "directory" ? argument.path : undefined;
}
