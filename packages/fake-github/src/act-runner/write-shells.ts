import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What GitHub's runner gives to JavaScript actions only, and act to everything. */
const ofActions = [
  ...["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RUNTIME_URL", "ACTIONS_RESULTS_URL", "ACTIONS_CACHE_URL"],
  "ACTIONS_CACHE_SERVICE_V2",
];

/** Writes shells that do not know what `run:` steps do not have on GitHub, so that what works here works there. */
export async function writeShells(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const shell of ["bash", "sh"]) {
    const text = `#!/bin/${shell}\nunset ${ofActions.join(" ")}\nexec /bin/${shell} "$@"\n`;
    await writeFile(join(directory, shell), text, { mode: 0o755 });
  }
}
