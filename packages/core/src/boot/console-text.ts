/** Matches a terminal's control sequences (ECMA-48: CSI, OSC, two-character escapes) and single control characters. */
const controlSequences =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x1f\x7f]/g;

/** Returns a line of a guest's console as plain text. */
export function plainConsoleText(line: string): string {
  return line.replace(controlSequences, "").trimEnd();
}

/** Cuts a console's stream into lines. systemd redraws its status line with only a carriage return, which ends one. */
export class ConsoleLines {
  #rest = "";

  /** Returns the lines that this piece completes, as plain text and without empty ones. */
  push(piece: string): string[] {
    const lines = (this.#rest + piece).split(/[\r\n]+/);
    this.#rest = lines.pop() ?? "";
    return lines.map(plainConsoleText).filter((line) => line !== "");
  }

  /** What was written since the last line ended, usually a prompt. */
  get pending(): string {
    return plainConsoleText(this.#rest);
  }
}
