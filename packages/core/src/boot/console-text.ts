/** A terminal's control sequences (ECMA-48: CSI, OSC, two-character escapes) and single control characters. */
const controlSequences =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x1f\x7f]/g;

/** A line of a guest's console as plain text. */
export function plainConsoleText(line: string): string {
  return line.replace(controlSequences, "").trimEnd();
}

/** Cuts a console's stream into lines: systemd redraws its status line with a carriage return alone. */
export class ConsoleLines {
  #rest = "";

  /** The lines that this piece has finished, as plain text, without empty ones. */
  push(piece: string): string[] {
    const lines = (this.#rest + piece).split(/[\r\n]+/);
    this.#rest = lines.pop() ?? "";
    return lines.map(plainConsoleText).filter((line) => line !== "");
  }

  /** What has been written since the last line end: a prompt, most often. */
  get pending(): string {
    return plainConsoleText(this.#rest);
  }
}
