import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { cancelAct } from "./cancel-act.ts";
import { startProcess } from "../process/start-process.ts";
import type { JobMessage } from "../state/job-message.ts";
import { readActLine } from "./act-output.ts";
import { jobWorkflow, labelOfAct, readOutputs } from "./job-workflow.ts";
import { type LocalRepository, localRepositoryOptions, usedRepositories } from "./local-repositories.ts";
import type { Ending } from "./runner-client.ts";
import { writeCheckoutAction } from "./write-checkout-action.ts";
import { writeInterpreters } from "./write-interpreters.ts";

/** Says how act runs a job. */
export interface ActSetting {
  /** The program. */
  readonly act: string;
  /** Has the repository of the commit as `workspace`, and nothing else. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly repositories: readonly LocalRepository[];
  /** Gets each line of the job's log. */
  readonly print: (line: string) => void;
  /** Cancels the job. */
  readonly signal: AbortSignal;
}

/** GitHub keeps so many annotations of a job. */
const mostAnnotations = 50;

/** Runs one job of a workflow with act on this machine, in its own directories, and returns how it ended. */
export async function runAct(text: string, message: JobMessage, setting: ActSetting): Promise<Ending> {
  const { act, directory, env, print, signal } = setting;
  const below = (name: string) => join(directory, name);
  const workflow = jobWorkflow(text, message, below("outputs"));
  await writeFile(below("workflow.yml"), workflow);
  await writeFile(below("event.json"), JSON.stringify(message.event));
  await writeFile(below("secrets"), `GITHUB_TOKEN=${message.token}\n`, { mode: 0o600 });
  await writeInterpreters(below("bin"));
  await writeCheckoutAction(below("checkout"));
  const checkouts = usedRepositories(workflow).filter(({ name }) => name === "actions/checkout");
  const local = [
    ...(await localRepositoryOptions(workflow, setting.repositories, below("actions"))),
    ...[...new Set(checkouts.map(({ ref }) => ref))].flatMap((ref) => [
      ...["--local-repository", `actions/checkout@${ref}=${below("checkout")}`],
    ]),
  ];
  const started = startProcess({
    program: act,
    args: [
      ...[
        message.run.event,
        "--json",
        "--directory",
        below("workspace"),
        "--workflows",
        below("workflow.yml"),
      ],
      ...["--job", message.job.key, "--eventpath", below("event.json"), "--actor", message.run.actor],
      ...["--platform", `${labelOfAct}=-self-hosted`, "--action-cache-path", below("cache")],
      ...["--no-cache-server", "--no-skip-checkout", "--pull=false", "--secret-file", below("secrets")],
      ...Object.entries(variablesOf(message)).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      ...local,
    ],
    // act reads files such as .env where it is started.
    cwd: directory,
    endsWithThis: true,
    env: {
      ...env,
      ...message.variables,
      ACT_RUNNER_SERVER: message.urls.server,
      PATH: [below("bin"), dirname(process.execPath), env["PATH"] ?? "/usr/bin:/bin"].join(":"),
    },
  });
  let result: "success" | "failure" = "failure";
  const annotations: string[] = [];
  const read = async (stream: NodeJS.ReadableStream) => {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const { text: shown, result: found, annotation } = readActLine(line, message.job.key);
      if (annotation !== undefined && annotations.length < mostAnnotations) annotations.push(annotation);
      if (shown !== undefined) print(shown);
      result = found ?? result;
    }
  };
  const cancel = () => {
    print("##[error]The operation was canceled.");
    void cancelAct(started.pid);
  };
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  try {
    await Promise.all([read(started.stdout), read(started.stderr), started.ended]);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
  const outputs = readOutputs(await readFile(below("outputs"), "utf8").catch(() => ""));
  return { conclusion: signal.aborted ? "cancelled" : result, outputs, annotations };
}

/** What steps see in the context `github`, and in their environment. */
function variablesOf({ run, repository, urls }: JobMessage): Record<string, string> {
  const server = new URL(urls.server);
  // The client of artifacts takes any other name for a GitHub Enterprise Server, which has none.
  server.hostname = "github.localhost";
  const [owner = ""] = repository.name.split("/");
  return {
    ...{ GITHUB_RUN_ID: String(run.id), GITHUB_RUN_NUMBER: String(run.number) },
    ...{ GITHUB_RUN_ATTEMPT: String(run.attempt), GITHUB_REPOSITORY: repository.name },
    ...{
      GITHUB_REPOSITORY_OWNER: owner,
      GITHUB_REF: run.ref,
      GITHUB_REF_NAME: run.refName,
      SHA_REF: run.sha,
    },
    GITHUB_REF_TYPE: run.ref.startsWith("refs/tags/") ? "tag" : "branch",
    ...{ GITHUB_SERVER_URL: server.origin, GITHUB_API_URL: urls.api, GITHUB_RETENTION_DAYS: "90" },
  };
}
