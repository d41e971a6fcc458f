import { DebootcError } from "@debootc/core/error/debootc-error";
import { runAct } from "./act/run-act.ts";
import { readActArguments } from "./act/act-arguments.ts";

/** Runs a workflow on this machine: script/act, which finds act first. */
try {
  process.exitCode = await runAct(readActArguments(process.argv.slice(2)));
} catch (error) {
  console.error(`script/act: error: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof DebootcError && error.hint !== undefined) console.error(`  hint: ${error.hint}`);
  process.exitCode = error instanceof DebootcError ? error.exitStatus : 2;
}
