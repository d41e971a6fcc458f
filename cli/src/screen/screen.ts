import type { WriteStream } from "node:tty";
import { type Glyphs, glyphsFor } from "./glyphs.ts";
import { createStyle, type Style } from "./style.ts";

/** What drawing a text needs to know of the place where it will stand. */
export interface Canvas {
  readonly columns: number;
  /** Where the reader stands: paths below it are shown relative to it. */
  readonly directory: string;
  readonly style: Style;
  readonly glyphs: Glyphs;
}

/** One output stream as the renderers see it. Its size is asked anew each time, since windows change. */
export interface Screen {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  readonly rows: () => number;
  /** Lines already written can be drawn over. */
  readonly interactive: boolean;
  readonly directory: string;
  readonly style: Style;
  readonly glyphs: Glyphs;
}

type Stream = Pick<WriteStream, "write"> & Partial<Pick<WriteStream, "isTTY" | "columns" | "rows">>;
type Environment = Readonly<Record<string, string | undefined>>;

/** `NO_COLOR` (no-color.org) and `FORCE_COLOR` decide over colour, the locale and `TERM` over the signs. */
export function screenOf(stream: Stream, environment: Environment, directory: string): Screen {
  const terminal = stream.isTTY === true && environment.TERM !== "dumb";
  return {
    write: (text) => void stream.write(text),
    // A pseudo-terminal without a size reports 0.
    columns: () => stream.columns || 80,
    rows: () => stream.rows || 24,
    interactive: terminal,
    directory,
    style: createStyle(wantsColor(terminal, environment)),
    glyphs: glyphsFor(drawsUnicode(environment)),
  };
}

export function canvasOf(screen: Screen): Canvas {
  const { directory, style, glyphs } = screen;
  return { columns: screen.columns(), directory, style, glyphs };
}

function wantsColor(terminal: boolean, environment: Environment): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== "0";
  return terminal;
}

function drawsUnicode(environment: Environment): boolean {
  // The kernel's console has neither the spinner's nor the bar's signs in its font.
  if (environment.TERM === "linux" || environment.TERM === "dumb") return false;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  return locale === undefined || locale === "" || /utf-?8/i.test(locale);
}
