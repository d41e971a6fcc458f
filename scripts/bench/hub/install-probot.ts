import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "@debootc/tools/run";

/** The framework is only measured beside, so that it is no dependency. */
const version = "14.3.2";

/** Installs probot below a directory, unless it is there. Returns where its packages are. */
export async function installProbot(directory: string): Promise<string> {
  const place = join(directory, `probot-${version}`);
  if (existsSync(join(place, "node_modules/probot/package.json"))) return place;
  await mkdir(place, { recursive: true });
  await run({
    tool: "npm",
    args: ["install", "--no-save", "--ignore-scripts", "--prefix", place, `probot@${version}`],
    // What says how registries are reached has many names.
    env: process.env as Record<string, string>,
    timeoutSeconds: 120,
  });
  return place;
}
