import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { identifyProcess } from "../cache/process-identity.ts";
import { ownerRecord } from "../composed/owner-record.ts";
import { type ComposeTrace, judgeAsides, judgeCompose, readComposeTraces } from "./compose-leftovers.ts";

const id = "tiny-13-20250131.t.0";
const path = `/out/${id}`;
const trace: ComposeTrace = { id, path, status: "STARTED", owner: "dead", hasWork: true };

describe("what a compose left", () => {
  const repairsOf = (change: Partial<ComposeTrace>) =>
    judgeCompose({ ...trace, ...change }).map(({ repair }) => repair);

  test("a compose whose run died while STARTED is terminated", () => {
    expect(repairsOf({})).toEqual([{ do: "terminate-compose", id, path }]);
  });

  test("a compose in the hands of a living process, or one out of sight, is left alone", () => {
    expect([...repairsOf({ owner: "alive" }), ...repairsOf({ owner: "unknown" })]).toEqual([]);
  });

  test.each(["FINISHED", "FINISHED_INCOMPLETE", "DOOMED", "TERMINATED"] as const)(
    "of a compose that is %s only the work directory goes",
    (status) => {
      expect(repairsOf({ status })).toEqual([{ do: "remove-tree", path: `${path}/work` }]);
      expect(repairsOf({ status, hasWork: false })).toEqual([]);
    },
  );

  test("a compose whose run died before STATUS was written is removed as a whole", () => {
    expect(repairsOf({ status: "absent" })).toEqual([{ do: "remove-tree", path }]);
  });

  test("a compose with an invalid STATUS is shown but not touched", () => {
    expect(repairsOf({ status: "damaged" })).toEqual([undefined]);
  });

  test("a link that did not become latest is also removed", () => {
    const pendingLatest = `/out/.latest-${id}`;
    expect(repairsOf({ status: "FINISHED", hasWork: false, pendingLatest })).toEqual([
      { do: "remove-files", paths: [pendingLatest] },
    ]);
  });
});

test("a compose that somebody died over while removing it is removed", () => {
  const owner = { pid: 7, startTicks: 1, pidNamespace: 1, bootId: "0".repeat(32) };

  expect(judgeAsides([{ path: "/out/.x.old", owner }])).toMatchObject([
    { finding: { state: "left-over" }, repair: { do: "remove-tree", path: "/out/.x.old" } },
  ]);
});

describe("reading an output directory", () => {
  test("composes are read, and nothing else", async () => {
    const out = await mkdtemp(join(tmpdir(), "debootc-out-"));
    const self = await identifyProcess(process.pid);
    const make = async (name: string, status: string, owner?: string) => {
      await mkdir(join(out, name, "work"), { recursive: true });
      if (status !== "") await writeFile(join(out, name, "STATUS"), status);
      if (owner !== undefined) await writeFile(join(out, name, "work/owner.json"), owner);
    };
    await make("tiny-13-20250131.t.0", "STARTED\n", ownerRecord.serialize({ owner: self }));
    await make(
      "tiny-13-20250131.t.1",
      "STARTED\n",
      ownerRecord.serialize({ owner: { ...self, startTicks: 1 } }),
    );
    await make("tiny-13-20250131.t.2", "STARTED\n", '{"schema":"debo');
    await make("tiny-13-20250131.t.3", "WHATEVER\n");
    await make("tiny-13-20250131.t.4", "");
    await make("notes", "STARTED\n");
    await writeFile(join(out, "tiny-13-20250131.t.5"), "a file");
    await symlink("tiny-13-20250131.t.1", join(out, ".latest-tiny-13-20250131.t.1"));

    const traces = await readComposeTraces(out);
    expect(traces.map(({ id, status, owner }) => [id.slice(-1), status, owner])).toEqual([
      ["0", "STARTED", "alive"],
      ["1", "STARTED", "dead"],
      ["2", "STARTED", "absent"],
      ["3", "damaged", "absent"],
      ["4", "absent", "absent"],
    ]);
    expect(traces[1]?.pendingLatest).toBe(join(out, ".latest-tiny-13-20250131.t.1"));
    await rm(out, { recursive: true });
  });

  test("a missing directory has no composes", async () => {
    expect(await readComposeTraces("/nowhere")).toEqual([]);
  });
});
