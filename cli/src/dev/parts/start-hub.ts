import { searchPath } from "@debootc/tools/run";
import { writeFile } from "node:fs/promises";
import { programPath } from "../../hub/program-path.ts";
import type { DevDirectory } from "../directory/dev-directory.ts";
import type { DevApp } from "../github/create-app.ts";
import { type Part, startPart } from "./part.ts";
import { partEnvironment, pathWithNode } from "./part-environment.ts";

interface HubPlan {
  readonly directory: DevDirectory;
  readonly githubUrl: string;
  readonly port: number;
  readonly app: DevApp;
  /** Whether it was started before in this session, and has shown its key. */
  readonly again: boolean;
}

/** Starts the hub of a session. Its first key goes into a file of the owner alone, and into no log. */
export async function startHub(plan: HubPlan, signal: AbortSignal): Promise<Part> {
  const { directory, githubUrl, port, app } = plan;
  let key: string | undefined;
  let listens = false;
  const part = await startPart(
    {
      name: "the hub",
      logFile: directory.log("hub"),
      tool: process.execPath,
      args: [
        programPath("orchestrator-app/src/main.ts"),
        ...["--port", String(port), "--data-dir", directory.hubData, "--github-url", githubUrl],
        ...["--app-id", String(app.id), "--private-key-file", app.privateKeyFile],
        ...["--webhook-secret-file", app.webhookSecretFile],
      ],
      env: { ...partEnvironment(process.env), PATH: pathWithNode(searchPath) },
      isReady: (line, stream) => {
        if (stream === "stderr") key = keyIn(line) ?? key;
        else listens ||= isListening(line);
        return listens && (plan.again || key !== undefined);
      },
      forLog: (line) => (keyIn(line) === undefined ? line : `  (it is in ${directory.keyFile})`),
      stopSeconds: 15,
      readySeconds: 90,
    },
    signal,
  );
  if (key !== undefined) await writeFile(directory.keyFile, `${key}\n`, { mode: 0o600 });
  return part;
}

function keyIn(line: string): string | undefined {
  return /^\s*(debootc_[A-Za-z0-9_-]+)\s*$/.exec(line)?.[1];
}

function isListening(line: string): boolean {
  try {
    return (JSON.parse(line) as { msg?: unknown }).msg === "the hub listens";
  } catch {
    return false;
  }
}
