import type { HubDevRequest } from "@debootc/core/request/orchestrator/hub-dev-request";
import type { Reporter } from "@debootc/core/event/event";
import { freePort } from "@debootc/tools/http/free-port";
import { pushRefs, setOrigin } from "@debootc/tools/working-copy";
import { prepareDevDirectory } from "./directory/dev-directory.ts";
import { createApp } from "./github/create-app.ts";
import { githubControl } from "./github/github-control.ts";
import { partFailure } from "./parts/part.ts";
import { partEnvironment } from "./parts/part-environment.ts";
import { partTable } from "./parts/part-table.ts";
import { prepareJobs } from "./parts/prepare-jobs.ts";
import { makeHost, startAgent } from "./parts/start-agent.ts";
import { startGitHub } from "./parts/start-github.ts";
import { startHub } from "./parts/start-hub.ts";
import { openWorkingCopy } from "./repository/open-working-copy.ts";
import { runReader } from "./runs/run-reader.ts";
import type { Session } from "./session/session.ts";

interface Starting {
  readonly held: AsyncDisposableStack;
  readonly reporterOf: (node: string) => Reporter;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Is a session that runs, and when a part of it ended that is not to. */
interface Started extends Session {
  readonly broken: Promise<never>;
}

/**
 * Starts GitHub's stand-in, the hub and the agents, each as a program that ends with this one, and lets the App in on a
 * repository with what the working copy has.
 */
export async function startSession(request: HubDevRequest, starting: Starting): Promise<Started> {
  const { held, reporterOf, now, signal } = starting;
  const { repository, from, slots } = request;
  const [owner = ""] = repository.split("/");
  const directory = await prepareDevDirectory(request.directory, repository, held);
  const env = partEnvironment(process.env);
  const copy = await openWorkingCopy({ directory: directory.workingCopy, from, author: owner, env, signal });

  const started = <T>(title: string, work: () => Promise<T>) => toldStart(title, work, starting);
  const { part: githubPart, url: githubUrl } = await started("GitHub's stand-in", () =>
    startGitHub(directory, signal),
  );
  held.defer(githubPart.stop);
  const github = githubControl(githubUrl, signal);
  const port = request.port === 0 ? await freePort() : request.port;
  const hubUrl = `http://127.0.0.1:${port}`;
  const access = { hub: hubUrl, keyFile: directory.keyFile };
  await github.steps({ do: "create-repository", name: repository });
  const app = await createApp(github, directory, hubUrl);
  await setOrigin(copy, `${githubUrl}/${repository}.git`);
  const begin = () => pushRefs(copy, ["main"], { force: true });
  if (!request.build) await begin();

  const names = Array.from({ length: request.agents }, (_, index) => `agent-${index + 1}`);
  const ofJobs =
    names.length === 0 ? {} : await started("act and the actions", () => prepareJobs(directory, signal));
  const agents = names.map((name) => ({ name, slots, access, directory, ofJobs }));
  const parts = partTable(
    {
      hub: {
        start: (again) => startHub({ directory, githubUrl, port, app, again }, signal),
        isKept: false,
      },
      ...Object.fromEntries(
        agents.map((agent) => [agent.name, { start: () => startAgent(agent, signal), isKept: true }]),
      ),
    },
    { reporterOf, now, pauseMs: 2000, signal },
  );
  held.defer(() => parts.stop("hub"));
  await started("the hub", () => parts.start("hub"));
  await github.steps({ do: "install", app: app.slug, account: owner });
  held.defer(async () => void (await Promise.all(names.map((name) => parts.stop(name)))));
  for (const agent of agents) {
    await makeHost(agent, signal);
    await started(agent.name, () => parts.start(agent.name));
  }
  if (request.build) await begin();
  return {
    ...{ github, access, parts, copy, repository, owner, logFile: directory.log },
    runs: runReader(access, signal),
    broken: Promise.race([
      parts.broken,
      githubPart.ended.then((how): never => {
        signal.throwIfAborted();
        throw partFailure(githubPart, `ended with ${how}`);
      }),
    ]),
  };
}

async function toldStart<T>(
  title: string,
  work: () => Promise<T>,
  { reporterOf, now }: Starting,
): Promise<T> {
  const report = reporterOf(`start ${title}`);
  const node = { type: "node", title, phase: "start" } as const;
  const begun = now();
  report({ ...node, state: "started" });
  try {
    const result = await work();
    report({ ...node, state: "finished", seconds: (now() - begun) / 1000 });
    return result;
  } catch (error) {
    report({ ...node, state: "failed" });
    throw error;
  }
}
