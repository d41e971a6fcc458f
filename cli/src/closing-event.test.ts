import { composeRecord } from "@debootc/core/compose/compose-record";
import { recordOf } from "@debootc/core/compose/compose-result";
import { eventSchema, type Event } from "@debootc/core/event/event";
import { describeRequest, type RequestProperty } from "@debootc/core/request/describe-request";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { commandTable } from "./command-table.ts";
import { doorDefaults } from "./door-defaults.ts";
import { runProgram } from "./program.ts";
import { bootableResult } from "./render/screens/compose-result.fixture.ts";
import { recordedScreen } from "./screen/screen.fixture.ts";

/** Commands that report no events, and why: what they have to say is their result. */
const silent: Readonly<Record<string, string>> = {
  diff: "reads two images, in seconds",
  lint: "its findings are its result",
  "chroot list": "reads one directory",
  "cache list": "reads records, in a second",
  "cache prune": "its result says what went",
  "ostree init": "one call of ostree",
  "ostree pull": "one call of ostree",
  "ostree sign": "one call of ostree",
  "ostree delta": "one call of ostree",
  "ostree summary": "one call of ostree",
  "ostree verify": "one call of ostree",
  "ostree log": "reads a few commits",
  "ostree diff": "reads two commits",
  "ostree commit": "one call of ostree",
  "ostree prune": "one call of ostree",
  "ostree fsck": "one call of ostree",
  "orchestrator serve": "a program of its own, with streams of its own",
  "orchestrator setup": "a program of its own, with streams of its own",
  "orchestrator db": "a program of its own, with streams of its own",
  "orchestrator runs": "one question to a hub",
  "orchestrator run": "one question to a hub",
  "orchestrator tasks": "one question to a hub",
  "orchestrator why": "one question to a hub",
  "orchestrator deliveries": "one question to a hub",
  "orchestrator logs": "questions to a hub",
  "orchestrator replay": "one request to a hub",
  "orchestrator start": "one request to a hub",
  "orchestrator priority": "one request to a hub",
  "orchestrator artifacts": "one question to a hub",
  "orchestrator releases": "one question to a hub",
  "orchestrator channels": "one request to a hub",
  "orchestrator cancel": "one request to a hub",
  "orchestrator retry": "one request to a hub",
  "orchestrator approve": "one request to a hub",
  "orchestrator hosts": "one request to a hub",
  "orchestrator keys": "one request to a hub",
  agent: "a program of its own, with streams of its own",
  matrix: "reads a few files",
  config: "reads settings files",
  completion: "prints a text",
  doctor: "its findings are its result",
};

const scene = await mkdtemp(join(tmpdir(), "debootc-closing-"));
afterAll(() => rm(scene, { recursive: true, force: true }));

/** Arguments that make a command fail at once, where words that name nothing would not. */
const failing: Readonly<Record<string, readonly string[]>> = {
  // A directory that has such files already.
  init: [await takenDirectory()],
  // Any word is the name of a source package, which an archive would be asked for.
  "mock-build": ["./no-such.dsc"],
  "chroot create": ["--suite", "no-such-suite"],
  // Whatever the compose, a registry must have a name like one.
  push: ["no-such-thing", "registry.example.org/no-such-thing"],
  "cache verify": ["--cache-dir", await damagedCache()],
  // Any word for what to do would be done to the database of whoever runs the tests.
  "orchestrator db": ["copy", "--data-dir", join(scene, "hub")],
  // Whatever else is given, these begin to serve.
  "orchestrator dev": ["--scenario", "no-such.yaml"],
  "orchestrator serve": ["--github-url", "no-such-thing"],
  "orchestrator setup": ["--public-url", "no-such-thing"],
};

const names = Object.keys(commandTable);
const speaking = names.filter((name) => !Object.hasOwn(silent, name));

describe.each(speaking)("%s", (name) => {
  test("a run that fails ends with one closing event", async () => {
    const { events, status } = await runCommand([...(await wordsThatFail(name))]);

    expect(status).not.toBe(0);
    expectClosed(events, name === "validate" ? "finished" : "failed");
  });

  test("a run that is cancelled ends with one closing event", async () => {
    const { events, status } = await runCommand(await wordsThatFail(name), AbortSignal.abort());

    expect(status).toBe(130);
    expectClosed(events, "cancelled");
  });
});

const isRoot = process.getuid?.() === 0;
const tiny = join(import.meta.dirname, "../../treefiles/tiny.yaml");

describe("cancelled when it has begun", () => {
  test.for([
    { name: "compose", words: async () => ["compose", tiny] },
    { name: "lock", words: async () => ["lock", tiny, "--lock", join(scene, "tiny.lock.json")] },
    { name: "boot", words: async () => ["boot", await finishedCompose()] },
    { name: "mock-build", words: async () => ["mock-build", await sourceTree()], needsRoot: true },
    {
      name: "mock-build --chain",
      words: async () => ["mock-build", "--chain", await sourceTree()],
      needsRoot: true,
    },
    { name: "chroot create", words: async () => ["chroot", "create", "begun"], needsRoot: true },
  ])("$name ends with one closing event", async ({ words, needsRoot = false }, { skip }) => {
    skip(needsRoot && !isRoot, "needs root");
    const abort = new AbortController();
    const { events, status } = await runCommand([...(await words()), "--json"], abort.signal, (event) => {
      if (event.type === "run" && event.state === "started") abort.abort();
    });

    expect(events[0]).toMatchObject({ type: "run", state: "started" });
    expect(status).toBe(130);
    expectClosed(events, "cancelled");
  });
});

test("a chain that fails ends with one closing event", async () => {
  const { events, status } = await runCommand(["mock-build", "--chain", "no-such.dsc", "--json"]);

  expect(status).not.toBe(0);
  expectClosed(events, "failed");
});

test.each(Object.keys(silent))("%s reports no events", async (name) => {
  expect(names).toContain(name);
  const { events } = await runCommand(await wordsThatFail(name));

  expect(events).toEqual([]);
});

function expectClosed(events: readonly Event[], state: string): void {
  const closing = events.filter((event) => event.type === "run" && event.state !== "started");

  expect(closing).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: "run", state });
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
}

/** Runs a command line as the program does, in a home and a cache of its own. */
async function runCommand(
  words: readonly string[],
  signal = new AbortController().signal,
  hear: (event: Event) => void = () => {},
) {
  const stdout = recordedScreen({ interactive: false });
  const events: Event[] = [];
  const write = (text: string) => {
    for (const line of text.split("\n").filter(Boolean)) {
      const { success, data } = eventSchema.safeParse(parsed(line));
      if (!success) continue;
      events.push(data);
      hear(data);
    }
  };
  const status = await runProgram(words, {
    stdout: { ...stdout, directory: scene, write },
    stderr: recordedScreen({ interactive: false }),
    clock: () => new Date(),
    defaults: doorDefaults({ architecture: process.arch, cpus: 1, home: scene }, {}),
    settings: async () => ({ given: new Map(), files: [] }),
    environment: { proxy: {}, user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } },
    cancellation: { signal, onStop: () => {} },
  });
  return { events, status };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Returns a command line whose arguments name nothing that is there, made from the request of the command. */
async function wordsThatFail(name: string): Promise<readonly string[]> {
  const door = await commandTable[name]?.load();
  if (door === undefined) throw new Error(`there is no command ${name}`);
  const { properties, required } = describeRequest(door.request);
  const words = Object.entries(properties).flatMap(([key, property]) => {
    if (!required.has(key) || Object.hasOwn(doorValues, key)) return [];
    const value = valueOf(property);
    return property.positional
      ? [value]
      : [`--${key.replaceAll(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)}`, value];
  });
  const json = Object.hasOwn(properties, "json") ? ["--json"] : [];
  return [...name.split(" "), ...(failing[name] ?? words), ...json];
}

const doorValues = doorDefaults({ architecture: process.arch, cpus: 1, home: scene }, {});

function valueOf(property: RequestProperty): string {
  const [first] = property.enum ?? property.items?.enum ?? [];
  return first ?? (property.allowed?.includes("absolute") ? "/no-such-thing" : "no-such-thing");
}

/** Writes as much of a source package as is looked at before the chroot is made. */
async function sourceTree(): Promise<string> {
  const directory = join(scene, "tree");
  await mkdir(join(directory, "debian"), { recursive: true });
  await writeFile(join(directory, "debian/control"), "Source: tiny\nMaintainer: Me <me@example.org>\n");
  await writeFile(join(directory, "debian/rules"), "#!/usr/bin/make -f\n");
  const entry =
    "tiny (1) unstable; urgency=low\n\n  * New.\n\n -- Me <me@example.org>  Thu, 01 Jan 2026 00:00:00 +0000\n";
  await writeFile(join(directory, "debian/changelog"), entry);
  return directory;
}

/** Makes a directory in which a system has begun. */
async function takenDirectory(): Promise<string> {
  const directory = join(scene, "taken");
  await mkdir(directory);
  await writeFile(join(directory, "system.yaml"), "");
  return directory;
}

/** Writes a cache whose only package is not what its name says. */
async function damagedCache(): Promise<string> {
  const directory = join(scene, "damaged");
  await mkdir(join(directory, "debs/00"), { recursive: true });
  await writeFile(join(directory, "debs/00", `${"0".repeat(64)}.deb`), "");
  return directory;
}

/** Writes the record of a compose that finished, and nothing else of it. */
async function finishedCompose(): Promise<string> {
  const directory = join(scene, "out", bootableResult.composeId);
  await mkdir(join(directory, "compose/metadata"), { recursive: true });
  await writeFile(join(directory, "STATUS"), "FINISHED\n");
  await writeFile(
    join(directory, "compose/metadata/compose.json"),
    composeRecord.serialize(recordOf(bootableResult)),
  );
  return directory;
}
