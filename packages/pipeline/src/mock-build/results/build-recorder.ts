import type { Event } from "@debootc/core/event/event";
import type { BuildFacts } from "@debootc/core/event/build-facts";
import { type BuildStage, buildStages } from "@debootc/core/event/build-stage";
import type { StageTiming } from "@debootc/core/mock-build/records/build-result";
import { formatSeconds } from "@debootc/core/text/amount";

/** Learns from the events of a build which stages it went through, and when. */
export interface BuildRecorder {
  readonly event: (event: Event) => void;
  /** In the order in which they began; what still runs counts up to `now`. */
  readonly stages: (now: Date) => StageTiming[];
  /** Of the node that failed first; undefined when none did. */
  readonly failedStage: () => BuildStage | undefined;
  /** RFC 3339. */
  readonly startedAt: () => string | undefined;
  readonly downloadBytes: () => number;
  /** `state.log` so far: a line for each begin and end, nested, with times. */
  readonly stateLog: () => string;
  /** Of the build step, once it has ended. */
  readonly facts: () => BuildFacts | undefined;
  /** Directory of the chroot that got the root of the failed build. */
  readonly keptChroot: () => string | undefined;
  readonly warnings: () => Extract<Event, { type: "diagnostic" }>["diagnostic"][];
}

interface Running {
  readonly title: string;
  readonly since: number;
  stage: BuildStage;
  stageTitle: string;
  stageSince: number;
}

type Outcome = StageTiming["outcome"];

export function buildRecorder(): BuildRecorder {
  const running = new Map<string, Running>();
  const timings: { stage: BuildStage; outcome: Outcome; begin: number; seconds: number }[] = [];
  const warnings: Extract<Event, { type: "diagnostic" }>["diagnostic"][] = [];
  const fetched = new Map<string, number>();
  let lines = "";
  let first: string | undefined;
  let failed: BuildStage | undefined;
  let facts: BuildFacts | undefined;
  let keptChroot: string | undefined;

  const write = (time: number, depth: number, text: string) => {
    lines += `${new Date(time).toISOString()} ${"  ".repeat(depth)}${text}\n`;
  };
  const endStage = ({ stage, stageTitle, stageSince }: Running, outcome: Outcome, at: number) => {
    const seconds = (at - stageSince) / 1000;
    timings.push({ stage, outcome, begin: stageSince, seconds });
    if (stageTitle !== "") write(at, 1, `Finish: ${stageTitle} (${formatSeconds(seconds)})`);
  };

  const onNode = (event: Extract<Event, { type: "node" }>, at: number) => {
    const { node = "", title, state } = event;
    const known = running.get(node);
    if (state === "started") {
      running.set(node, { title, since: at, stage: stageOf(node), stageTitle: "", stageSince: at });
      write(at, 0, `Start: ${title}`);
      return;
    }
    if (known === undefined) return;
    running.delete(node);
    endStage(known, state, at);
    if (state === "failed" && event.error?.code !== "cancelled") failed ??= known.stage;
    const words = { finished: "", reused: ", reused", failed: ", FAILED", skipped: ", skipped" }[state];
    write(at, 0, `Finish: ${title} (${formatSeconds((at - known.since) / 1000)}${words})`);
  };

  const onProgress = (
    { node = "", stage, step, unit, done }: Extract<Event, { type: "progress" }>,
    at: number,
  ) => {
    if (unit === "bytes" && done !== undefined) fetched.set(`${node} ${step}`, done);
    const known = running.get(node);
    if (known === undefined || stage === undefined) return;
    // What a node does before it tells of a stage belongs to the first one.
    if (known.stageTitle !== "") endStage(known, "finished", at);
    const isFirst = known.stageTitle === "";
    Object.assign(known, { stage, stageTitle: step, stageSince: isFirst ? known.since : at });
    write(at, 1, `Start: ${step}`);
  };

  return {
    event: (event) => {
      first ??= event.time;
      const at = Date.parse(event.time);
      if (event.type === "node") onNode(event, at);
      else if (event.type === "progress") onProgress(event, at);
      else if (event.type === "build-facts") facts ??= event.facts;
      else if (event.type === "artifact" && event.kind === "chroot") keptChroot = event.path;
      else if (event.type === "diagnostic" && event.diagnostic.severity !== "error")
        warnings.push(event.diagnostic);
    },
    stages: (now) => {
      const begin = first === undefined ? now.getTime() : Date.parse(first);
      const open = [...running.values()].map(({ stage, stageSince }) => ({
        stage,
        outcome: "finished" as const,
        begin: stageSince,
        seconds: Math.max(0, now.getTime() - stageSince) / 1000,
      }));
      return together([...timings, ...open], begin);
    },
    failedStage: () => failed,
    startedAt: () => first,
    downloadBytes: () => [...fetched.values()].reduce((sum, bytes) => sum + bytes, 0),
    stateLog: () => lines,
    facts: () => facts,
    keptChroot: () => keptChroot,
    warnings: () => warnings,
  };
}

/** Nodes are named after the stage that they begin with. */
function stageOf(node: string): BuildStage {
  return buildStages.find((stage) => stage === node) ?? "configuration";
}

/** A stage in which several nodes had a part appears once, with their times together. */
function together(
  timings: readonly { stage: BuildStage; outcome: Outcome; begin: number; seconds: number }[],
  start: number,
): StageTiming[] {
  const byStage = Map.groupBy(
    timings.toSorted((a, b) => a.begin - b.begin),
    ({ stage }) => stage,
  );
  return [...byStage].map(([stage, parts]) => ({
    stage,
    outcome: worst(parts.map(({ outcome }) => outcome)),
    startSeconds: Math.max(0, (parts[0]?.begin ?? start) - start) / 1000,
    seconds: Math.max(
      0,
      parts.reduce((sum, { seconds }) => sum + seconds, 0),
    ),
  }));
}

function worst(outcomes: readonly Outcome[]): Outcome {
  const order: readonly Outcome[] = ["failed", "finished", "skipped", "reused"];
  return order.find((outcome) => outcomes.includes(outcome)) ?? "finished";
}
