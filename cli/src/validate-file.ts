import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/event/diagnostic";
import { loadTreefile } from "@debootc/core/treefile/load-treefile";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A treefile that was read with all that it includes, and what was found in it. */
export interface ValidatedFile {
  readonly file: string;
  readonly architecture: string;
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** What it comes to; absent when it has errors. */
  readonly ref?: string;
  readonly suite?: string;
  readonly packages?: number;
  /** The files that were read, includes first. */
  readonly files?: readonly string[];
}

/** Reads one treefile from disk; its errors are the answer, not a failure. */
export function validateFile(file: string, architecture: string): ValidatedFile {
  try {
    const { treefile, warnings, files } = loadTreefile({
      file: resolve(file),
      architecture,
      read: readIfPossible,
    });
    const { ref, suite, packages } = treefile;
    return {
      file,
      architecture,
      valid: true,
      diagnostics: warnings,
      ref,
      suite,
      packages: packages.length,
      files,
    };
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "treefile-invalid") throw error;
    return { file, architecture, valid: false, diagnostics: error.diagnostics };
  }
}

// The loader words what is missing, with the include that named it.
function readIfPossible(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
