import type { Screen } from "../../screen/screen.ts";
import { createJsonRenderer } from "./json.ts";
import { createPlainRenderer } from "./plain.ts";
import type { Renderer } from "./renderer.ts";
import { createTerminalRenderer } from "./terminal.ts";

interface Wanted {
  readonly json: boolean;
  /** How many lines of a running node's log are worth a look. */
  readonly logRows: number;
}

interface Media {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly clock: () => Date;
}

/** The renderer that fits where the output goes. */
export function createRenderer({ json, logRows }: Wanted, { stdout, stderr, clock }: Media): Renderer {
  if (json) return createJsonRenderer(stdout.write);
  if (!stderr.interactive) return createPlainRenderer(stderr, { logLines: logRows > 0 });
  return createTerminalRenderer(stderr, { now: () => clock().getTime(), tailRows: logRows });
}
