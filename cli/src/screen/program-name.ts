import { shellWord } from "@debootc/core/text/shell-word";

/** Names the command that starts debootc, as it was called, so that every example on screen can be pasted. */
export const programName = programNameOf(process.env);

/** Returns what `bin/debootc` says it was called, as a word of a shell. */
export function programNameOf({ DEBOOTC_CALLED_AS: called = "" }: NodeJS.ProcessEnv): string {
  return called === "" ? "bin/debootc" : shellWord(called);
}
