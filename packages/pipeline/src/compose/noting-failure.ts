import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Reporter } from "@debootc/core/event/event";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import { reasonOf } from "@debootc/tools/errno";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ComposeDirectory, setStatus } from "../composed/compose-directory.ts";
import { isCancelled } from "../engine/with-run.ts";

/** Does the work of a compose. When it fails, STATUS and an error record in the compose say so. */
export async function notingFailure<Result>(
  directory: ComposeDirectory,
  report: Reporter,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await noteFailure(directory, error, report);
    throw error;
  }
}

/** Where the failure cannot be written down, on a full disk for instance, that must not hide what went wrong. */
async function noteFailure(directory: ComposeDirectory, error: unknown, report: Reporter): Promise<void> {
  try {
    await setStatus(directory, isCancelled(error) ? "TERMINATED" : "DOOMED");
    await writeFile(join(directory.logs, "error.json"), canonicalJson(toErrorRecord(error)));
  } catch (second) {
    report({
      type: "diagnostic",
      diagnostic: {
        severity: "warning",
        code: "status-unwritten",
        message: `the failure could not be noted in ${directory.path}: ${reasonOf(second)}`,
        hint: "debootc doctor --fix marks it.",
      },
    });
  }
}
