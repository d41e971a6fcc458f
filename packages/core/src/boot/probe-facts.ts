import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";

const lineSchema = z.object({ fact: z.string(), value: z.string(), journal: z.string().optional() });

export interface FailedUnit {
  readonly unit: string;
  /** Its last lines in the journal. */
  readonly journal: readonly string[];
}

/** Holds what the probe has reported so far. */
export interface ProbeFacts {
  readonly started: boolean;
  /** The probe has finished its report. */
  readonly ended: boolean;
  /** Units that were still starting at the probe's last report; empty when it waits for none. */
  readonly waitingFor: readonly string[];
  readonly failedUnits: readonly FailedUnit[];
  /** All other facts by name, as the probe wrote them. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads the probe's output. An incomplete last line does not count yet. Throws `boot-failed` for anything else. */
export function parseProbeOutput(text: string): ProbeFacts {
  const lines = text
    .split("\n")
    .slice(0, -1)
    .map((line) => line.replace(/\r$/, ""))
    .filter((line) => line !== "")
    .map(parseLine);
  const values = new Map(lines.map(({ fact, value }) => [fact, value]));
  return {
    started: values.has("start"),
    ended: values.has("end"),
    waitingFor: values.get("waiting")?.split(" ").filter(Boolean) ?? [],
    failedUnits: lines
      .filter(({ fact }) => fact === "failed-unit")
      .map(({ value, journal = "" }) => ({ unit: value, journal: journal.split("\n").filter(Boolean) })),
    values,
  };
}

/** Returns what the probe wrote, without what firmware wrote to the same port: it writes to each port it finds. */
export function withoutFirmware(text: string): string {
  const start = text.indexOf('{"fact":"start"');
  return start < 0 ? "" : text.slice(start);
}

function parseLine(line: string): z.infer<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new DebootcError(
      "boot-failed",
      `the probe in the virtual machine wrote a line that is not in its format: ${line}`,
      {
        hint: "Something else in the system writes to its second serial port (ttyS1).",
        cause: error,
      },
    );
  }
}
