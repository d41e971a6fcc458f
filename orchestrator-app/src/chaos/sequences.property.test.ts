import type { Fault } from "@debootc/fake-github/faults/fault";
import type { Repository } from "@debootc/fake-github/state/repository";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { pushOf } from "../events/deliver.fixture.ts";
import { post } from "../serve/hub-process.fixture.ts";
import { judgeHub, quieten } from "./judge-hub.fixture.ts";
import { twoLegFiles, type VirtualHub, virtualHub } from "./virtual-hub.fixture.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase, 120_000);

const faults: Readonly<Record<string, readonly Fault[]>> = {
  none: [],
  deliveries: [
    { on: "delivery", do: "fail", chance: 0.1 },
    { on: "delivery", do: "unheard", chance: 0.1 },
    { on: "delivery", do: "duplicate", chance: 0.2 },
    { on: "delivery", do: "reorder", chance: 0.2 },
    { on: "delivery", do: "delay", milliseconds: 90_000, chance: 0.1 },
  ],
  requests: [
    { on: "request", do: "answer", status: 502, chance: 0.1 },
    { on: "request", do: "refuse", chance: 0.05 },
    { on: "request", do: "lose-reply", chance: 0.1 },
  ],
  away: [
    { on: "delivery", do: "fail" },
    { on: "request", do: "refuse" },
  ],
  lost: [{ on: "delivery", do: "vanish", event: "workflow_job", chance: 0.3 }],
};

const which = fc.nat({ max: 1 });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("round" as const), times: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("push" as const),
      which,
      to: fc.constantFrom("main", "topic", "other", "v1"),
      broken: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("finish" as const), which, good: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pull" as const), which, close: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("comment" as const),
      which,
      author: fc.constantFrom("ada", "guest"),
      body: fc.constantFrom(
        "build",
        "retry",
        "cancel",
        "priority 5",
        "why",
        "help",
        "none",
        "retry one/amd64",
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("press" as const), which, pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("rename" as const, "archive" as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("transfer" as const, "leave" as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("suspend" as const, "stranger" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("faults" as const),
      plan: fc.constantFrom("none", "deliveries", "requests", "away", "lost"),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test("whatever GitHub sends, in whatever order, is handled once, and all that it leads to comes to an end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), fc.nat(1000), async (steps, seed) => {
      await using hub = await virtualHub(seed + 1);
      const scene = sceneOf(hub);
      await hub.round();
      for (const one of steps) await take(scene, one);
      hub.github.plan([]);
      if (scene.installation.suspendedAt !== undefined) hub.github.unsuspend(scene.installation);
      await hub.github.settled();
      await quieten(hub, scene.repositories);
      await judgeHub(hub, scene.repositories);
    }),
    { numRuns: Number(process.env["DEBOOTC_PROPERTY_RUNS"] ?? 4) },
  );
}, 600_000);

function sceneOf(hub: VirtualHub) {
  const { github, app } = hub;
  const repositories = ["acme/os", "acme/fleet"].map((name) => {
    const repository = github.createRepository({
      ...{ name, ownerType: "Organization" as const, collaborators: { ada: "write", guest: "read" } },
    });
    github.push(repository, { author: "ada", files: twoLegFiles });
    return repository;
  });
  const installation = github.installApp(app, "acme", repositories);
  return { hub, repositories, installation, count: 0 };
}

type Scene = ReturnType<typeof sceneOf> & { count: number };

async function take(scene: Scene, one: Step): Promise<void> {
  const { hub, repositories, installation } = scene;
  const { github } = hub;
  const repository = repositories["which" in one ? one.which : 0] as Repository;
  const number = ++scene.count;
  switch (one.do) {
    case "round":
      for (let time = 0; time < one.times; time++) await hub.round();
      return;
    case "push": {
      const text = one.broken ? "nonsense" : `ref: os/one\nsuite: trixie\n# ${number}\n`;
      const where = one.to === "v1" ? { tag: `v${number}` } : { branch: one.to };
      if (!repository.archived)
        github.push(repository, { author: "ada", ...where, files: { "one.yaml": text } });
      return;
    }
    case "finish":
      for (const { id, status } of repository.jobs.values())
        if (status === "in_progress") github.finishJob(repository, id, one.good ? "success" : "failure");
      return;
    case "pull": {
      const open = [...repository.pulls.values()].find(({ state }) => state === "open");
      if (open !== undefined && one.close) github.closePullRequest(repository, open.number);
      if (open === undefined && repository.branches.has("topic") && !repository.archived)
        github.openPullRequest(repository, { author: "ada", branch: "topic" });
      return;
    }
    case "comment": {
      const pull = [...repository.pulls.values()].at(-1);
      if (pull !== undefined && !repository.archived)
        github.comment(repository, pull.number, one.author, `/debootc ${one.body}`);
      return;
    }
    case "press": {
      const checks = [...repository.checkRuns.values()];
      const check = checks[one.pick % Math.max(1, checks.length)];
      const button = check?.actions[0]?.identifier;
      if (check === undefined) return;
      if (button === undefined) github.rerequestCheckRun(repository, check.id, "ada");
      else github.pressButton(repository, check.id, "ada", button);
      return;
    }
    case "rename":
      return github.rename(repository, `${repository.name.split("-")[0]}-${number}`);
    case "archive":
      return github.archive(repository, !repository.archived);
    case "transfer":
      return github.transfer(repository, repository.owner.login === "acme" ? "others" : "acme");
    case "leave":
      return installation.repositories.has(repository.id)
        ? github.removeRepository(installation, repository)
        : github.addRepository(installation, repository);
    case "suspend":
      return installation.suspendedAt === undefined
        ? github.suspend(installation)
        : github.unsuspend(installation);
    case "stranger": {
      const unknown = {
        repository: { ...pushOf().repository, id: 999, full_name: "eve/os" },
        installation: undefined,
      };
      const guid = `stranger-${number}`;
      expect(await post(`http://127.0.0.1:${hub.port}`, "push", guid, { ...pushOf(), ...unknown })).toBe(202);
      return;
    }
    case "faults":
      return github.plan(faults[one.plan] ?? []);
  }
}
