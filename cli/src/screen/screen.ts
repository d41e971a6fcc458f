import { type Glyphs, glyphsFor } from "./glyphs.ts";
import { type GuardedWriter, guardedWriter } from "./guarded-writer.ts";
import { createStyle, type Style } from "./style.ts";

/** Holds facts about the place where a text will be shown. */
export interface Canvas {
  readonly columns: number;
  /** The current directory of the reader: paths below it are shown relative to it. */
  readonly directory: string;
  readonly style: Style;
  readonly glyphs: Glyphs;
}

/** Describes one output stream as the renderers see it. Its size is read each time, since windows change. */
export interface Screen extends GuardedWriter {
  readonly columns: () => number;
  readonly rows: () => number;
  /** Whether lines can be overwritten. */
  readonly interactive: boolean;
  readonly directory: string;
  readonly style: Style;
  readonly glyphs: Glyphs;
}

interface Stream {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}
type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the screen of a stream: `NO_COLOR` (no-color.org) and `FORCE_COLOR` decide on colour, locale and `TERM` on signs. */
export function screenOf(stream: Stream, environment: Environment, directory: string): Screen {
  const terminal = stream.isTTY === true && environment.TERM !== "dumb";
  const hasColor = wantsColor(terminal, environment);
  return {
    ...guardedWriter((text) => void stream.write(text), hasColor),
    // A pseudo-terminal without a size reports 0.
    columns: () => stream.columns || 80,
    rows: () => stream.rows || 24,
    interactive: terminal,
    directory,
    style: createStyle(hasColor),
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
  // The font of the kernel's console lacks the signs of the spinner and the bar.
  if (environment.TERM === "linux" || environment.TERM === "dumb") return false;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  return locale === undefined || locale === "" || /utf-?8/i.test(locale);
}
