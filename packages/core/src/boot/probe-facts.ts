import * as z from "zod";
import { DebootcError } from "../error/debootc-error.ts";

const lineSchema = z.object({ fact: z.string(), value: z.string(), journal: z.string().optional() });

export interface FailedUnit {
  readonly unit: string;
  /** Its last lines in the journal. */
  readonly journal: readonly string[];
}

/** What the probe has told so far. */
export interface ProbeFacts {
  readonly started: boolean;
  /** The probe has said all it had to say. */
  readonly ended: boolean;
  /** Units whose start was awaited when the probe last told; empty when it waits for no unit. */
  readonly waitingFor: readonly string[];
  readonly failedUnits: readonly FailedUnit[];
  /** All other facts by name, as the probe wrote them. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads what the probe wrote; a last line without its end is not there yet. Throws `boot-failed` on anything else. */
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

/** What the probe wrote to a port that firmware had used before: firmware speaks on every serial port it finds. */
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
      `the probe in the virtual machine wrote a line that is none of its own: ${line}`,
      {
        hint: "Something else in the system writes to its second serial port (ttyS1).",
        cause: error,
      },
    );
  }
}
