import { DebootcError } from "@debootc/core/error/debootc-error";

interface ToolErrorOptions {
  readonly tool: string;
  readonly said?: string;
  readonly hint: string;
}

/** Reports a program that is missing or failed, with its own words as data: whoever knows them can tell what they mean. */
export class ToolError extends DebootcError {
  readonly tool: string;
  /** Everything that it wrote to standard error, or else to standard output; empty for a program that is missing. */
  readonly said: string;

  constructor(code: "tool-missing" | "tool-failed", message: string, options: ToolErrorOptions) {
    super(code, message, { hint: options.hint });
    this.tool = options.tool;
    this.said = options.said ?? "";
  }
}

/** Returns the words of a program that failed; undefined for any other error. */
export function saidByTool(error: unknown): string | undefined {
  return error instanceof ToolError && error.code === "tool-failed" ? error.said : undefined;
}

/** Returns in one line why a program could not do its work. Throws what is not an expected failure. */
export function lastWords(error: unknown): string {
  if (!(error instanceof DebootcError)) throw error;
  const said = saidByTool(error)?.trimEnd() || error.message;
  return said.split("\n").at(-1)?.trim() ?? "";
}
