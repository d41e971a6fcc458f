import * as core from "@actions/core";
import { printableLines } from "@debootc/core/text/printable";
import { withoutCommands } from "@debootc/core/text/without-commands";

/** Is the place of a file that an annotation points to. */
export interface AnnotationPlace {
  readonly title?: string;
  /** Relative to the workspace. */
  readonly file?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

/** Writes the log of a step, in which nothing but its own groups and annotations acts on the runner. */
export interface ActionLog {
  /** Writes whole lines. */
  readonly lines: (text: string) => void;
  /** Writes lines that a reader unfolds by their title. */
  readonly group: (title: string, lines: readonly string[]) => void;
  readonly annotate: (
    severity: "error" | "warning" | "notice",
    text: string,
    place?: AnnotationPlace,
  ) => void;
  /** Reports what the step failed by, as an annotation for which there is always room. */
  readonly conclude: (text: string, title: string) => void;
}

/** Is the part of `@actions/core` that writes a log. */
export type LogCommands = Pick<
  typeof core,
  "info" | "startGroup" | "endGroup" | "error" | "warning" | "notice"
>;

/** GitHub keeps ten errors of a step; the last one belongs to what it failed by. */
const mostErrors = 9;

/** Returns the log of this step. What foreign text says is shown, but is never a command to the runner. */
export function actionLog(commands: LogCommands = core): ActionLog {
  let errors = 0;
  const lines = (text: string) => commands.info(harmless(text));
  return {
    lines,
    group: (title, inside) => {
      commands.startGroup(harmless(title));
      if (inside.length > 0) lines(inside.join("\n"));
      commands.endGroup();
    },
    annotate: (severity, text, place = {}) => {
      if (severity === "error" && ++errors > mostErrors) return lines(text);
      commands[severity](harmless(text), place);
    },
    conclude: (text, title) => commands.error(harmless(text), { title }),
  };
}

function harmless(text: string): string {
  return withoutCommands(printableLines(text));
}
