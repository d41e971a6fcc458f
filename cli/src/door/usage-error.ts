import { DebootcError } from "@debootc/core/error/debootc-error";
import type { CommanderError } from "commander";
import type { Example } from "./command-door.ts";
import { programName } from "../screen/program-name.ts";

/** What commander refused, in our words and with the next step. */
export function usageError(
  { message, code }: CommanderError,
  command?: string,
  example?: Example,
): DebootcError {
  const [, said = message, better] =
    /^(?:error: )?([^]*?)(?:\n\(Did you mean ([^)]*)\?\))?$/.exec(message) ?? [];
  const help = `${programName} ${command === undefined ? "" : `${command} `}--help`;
  const next =
    better !== undefined
      ? `Did you mean ${better}? ${help} shows all there is.`
      : code === "commander.missingArgument" && example !== undefined
        ? `For example: ${example.command}`
        : `${help} shows all there is.`;
  return new DebootcError("usage", said.trim(), { hint: next });
}
