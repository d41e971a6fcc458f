import type { Event } from "@debootc/core/event/event";
import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { removeTree } from "../worker/remove-tree.ts";
import { eventStream } from "./event-stream.ts";
import { defineNode, type Node } from "./node.ts";
import { runNodes } from "./run-nodes.ts";
import { type Slot, slot } from "./slot.ts";

describe("one function, several nodes of a graph", () => {
  interface Words {
    readonly shared: Slot<string>;
    readonly own: Slot<string>;
    readonly joined: Slot<string>;
  }
  const shared = slot<string>("shared");
  const wordsOf = (variant: string): Words => ({
    shared,
    own: slot(`own@${variant}`),
    joined: slot(`joined@${variant}`),
  });
  const facts = {
    phase: "build",
    required: true,
    timeoutSeconds: 30,
    resources: { cpus: 1, memoryMiB: 1, diskMiB: 1 },
  } as const;
  const leave = (leaves: Slot<string>, output: string) =>
    defineNode({ ...facts, title: "leave", leaves, reads: {}, run: async () => ({ output }) });
  const join = ({ shared, own, joined }: Words) =>
    defineNode({
      ...facts,
      title: "join",
      leaves: joined,
      reads: { shared, own },
      run: async (words, { log }) => {
        log(words.own);
        return { output: `${words.shared} ${words.own}` };
      },
    });

  test("each reads the record of its own variant, and the one that both share", async () => {
    const [server, desktop] = [wordsOf("server/amd64"), wordsOf("desktop/arm64")];
    const nodes = [
      join(server),
      join(desktop),
      leave(shared, "same"),
      leave(server.own, "rack"),
      leave(desktop.own, "desk"),
    ];
    const { events, states, records, logs } = await runWith(nodes, [server.joined, desktop.joined]);

    expect(records).toEqual(["same rack", "same desk"]);
    expect(states).toContain("joined@server/amd64 finished");
    expect(states).toContain("joined@desktop/arm64 finished");
    expect(events.filter(({ type }) => type === "log")).toEqual([]);
    expect(logs).toMatchObject({ "joined@server_amd64.log": "rack\n", "joined@desktop_arm64.log": "desk\n" });
  });

  test("a failable one that fails takes only what reads it along", async () => {
    const [server, desktop] = [wordsOf("server"), wordsOf("desktop")];
    const broken = { ...leave(server.own, ""), required: false, run: () => Promise.reject(new Error("no")) };
    const failable = (node: Node<string>) => ({ ...node, required: false });
    const { states, failed } = await runWith(
      [leave(shared, "same"), broken, leave(desktop.own, "desk"), failable(join(server)), join(desktop)],
      [desktop.joined],
    );

    expect(failed).toEqual(["own@server", "joined@server"]);
    expect(states).toContain("joined@server skipped");
    expect(states).toContain("joined@desktop finished");
  });

  async function runWith(nodes: readonly Node[], wanted: readonly Slot<string>[]) {
    await using directory = await mkdtempDisposable(`${tmpdir()}/debootc-engine-`);
    const events: Event[] = [];
    const clock = () => new Date(0);
    const { records, failed } = await runNodes(nodes, {
      events: eventStream((event) => events.push(event), clock),
      signal: new AbortController().signal,
      clock,
      logDirectory: directory.path,
      workDirectory: `${directory.path}/work`,
      atOnce: 2,
      removeTree,
      keep: async () => {},
    });
    const logs: Record<string, string> = {};
    for (const name of (await readdir(directory.path)).filter((name) => name.endsWith(".log")))
      logs[name] = await readFile(`${directory.path}/${name}`, "utf8");
    const states = events.flatMap((event) => (event.type === "node" ? [`${event.node} ${event.state}`] : []));
    return { events, states, failed, logs, records: wanted.map((one) => records.of(one)) };
  }
});
