import { searchPath } from "@debootc/tools/run";
import { programPath } from "../../hub/program-path.ts";
import type { DevDirectory } from "../directory/dev-directory.ts";
import { type Part, startPart } from "./part.ts";
import { partEnvironment, pathWithNode } from "./part-environment.ts";

/** Is the stand-in for GitHub while it runs. */
export interface GitHubPart {
  readonly part: Part;
  readonly url: string;
}

/** Starts the stand-in for GitHub at a free port of this machine. */
export async function startGitHub(directory: DevDirectory, signal: AbortSignal): Promise<GitHubPart> {
  let url = "";
  const part = await startPart(
    {
      name: "GitHub's stand-in",
      logFile: directory.log("github"),
      tool: process.execPath,
      args: [
        programPath("packages/fake-github/bin/fake-github.ts"),
        ...["--workflow-jobs", "--directory", directory.githubData],
      ],
      env: { ...partEnvironment(process.env), PATH: pathWithNode(searchPath) },
      isReady: (line) => {
        const [, said] = /^fake-github listens on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line) ?? [];
        url = said ?? url;
        return said !== undefined;
      },
      stopSeconds: 5,
      readySeconds: 60,
    },
    signal,
  );
  return { part, url };
}
