import type { Report } from "@debootc/core/event/event";
import { lockRequestOf } from "@debootc/core/lock/lock-request";
import type { LockedPackage, LockSection } from "@debootc/core/lock/lock";
import { digestOf, digestOfBytes } from "@debootc/core/record/digest";
import { composeRequestSchema } from "@debootc/core/request/compose-request";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startComposeDirectory } from "../composed/compose-directory.ts";
import type { Node, NodeResult } from "../engine/node.ts";
import { recordStore } from "../engine/records.ts";
import type { Slot } from "../engine/slot.ts";
import { listRoot } from "../tree/list-root.ts";
import { openComposeSetting } from "./open-compose-setting.ts";
import { readComposeInput } from "./read-compose-input.ts";
import { planNode } from "./nodes/plan-node.ts";
import { type LegRecords, type LegSlots, legSlots } from "./run/leg-records.ts";
import {
  type ComposeRecords,
  type ComposeSlots,
  type ComposingLeg,
  composeSlots,
} from "./run/compose-records.ts";
import type { ComposeSetting, LegSetting } from "./run/compose-setting.ts";

/** The time of the scene, a month after its archive was signed. */
export const now = new Date("2026-02-01T00:00:00Z");
export const signed = "2026-01-01T00:00:00Z";

export interface ComposeScene extends AsyncDisposable {
  readonly setting: LegSetting;
  readonly slots: LegSlots;
  readonly section: LockSection;
  readonly reports: readonly Report[];
  /** Runs one node by itself, with these records of others. */
  readonly run: <Value>(
    make: (setting: LegSetting, slots: LegSlots) => Node<Value>,
    records: Partial<LegRecords>,
    changes?: Partial<LegSetting>,
  ) => Promise<NodeResult<Value>>;
  /** Runs one node of the whole compose, whose only leg left these records. */
  readonly runWhole: <Value>(
    make: (setting: ComposeSetting, legs: readonly ComposingLeg[], slots: ComposeSlots) => Node<Value>,
    records: Partial<LegRecords & ComposeRecords>,
  ) => Promise<NodeResult<Value>>;
}

/** Returns the plan of a machine that has another version of each program that takes part in a root. */
export function withOtherTools(plan: LegRecords["plan"]): LegRecords["plan"] {
  const tools = Object.fromEntries(Object.keys(plan.root.tools).map((tool) => [tool, "0.0.1"]));
  return { ...plan, root: { ...plan.root, tools } };
}

/** Opens the setting of a compose of a few lines, as a compose itself does, in a directory of its own. */
export async function openComposeScene(treefile = ""): Promise<ComposeScene> {
  const home = await mkdtemp(join(tmpdir(), "debootc-scene-"));
  const file = join(home, "scene.yaml");
  const arch = await nativeArchitecture();
  await writeFile(file, `ref: scene/\${basearch}\nsuite: trixie\n${treefile}`);
  const request = composeRequestSchema.parse({
    treefile: file,
    outputDir: join(home, "out"),
    cacheDir: join(home, "cache"),
    arch: [arch],
    jobs: 1,
  });
  const reports: Report[] = [];
  const report = (one: Report) => void reports.push(one);
  const held = new AsyncDisposableStack();
  held.defer(() => rm(home, { recursive: true, force: true }));
  const dependencies = {
    emit: () => {},
    signal: new AbortController().signal,
    clock: () => now,
    environment: { proxy: {}, user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } },
  };
  const input = await readComposeInput(request, { ...dependencies, chosen: false }, report);
  const directory = await startComposeDirectory(request.outputDir, input.wanted);
  const configuration = { site: home, user: home };
  const { legs } = await openComposeSetting(
    input,
    // A worker of the same user is enough for what a test makes.
    {
      ...{ request, dependencies, configuration, directory, events: [] },
      privilege: { owner: dependencies.environment.user, isRoot: true },
    },
    { report, held },
  );
  const [leg] = legs;
  if (leg === undefined) throw new Error("a treefile is a compose of one leg");
  const setting = leg;
  const slots = legSlots();
  const ofCompose = composeSlots();
  const runNode = async <Value>(
    node: Node<Value>,
    given: Partial<LegRecords & ComposeRecords>,
  ): Promise<NodeResult<Value>> => {
    const records = recordStore();
    const all: Record<string, Slot<unknown>> = { ...slots, ...ofCompose };
    for (const [name, record] of Object.entries(given)) {
      const slot = all[name];
      if (slot !== undefined) records.add<unknown>(slot, record);
    }
    const workDirectory = join(home, "work");
    await mkdir(workDirectory, { recursive: true });
    const { signal } = dependencies;
    return node.run(records, { report, signal, workDirectory, log: () => {} });
  };
  return {
    setting,
    slots,
    section: lockSection(setting),
    reports,
    run: (make, given, changes = {}) => runNode(make({ ...setting, ...changes }, slots), given),
    runWhole: (make, given) => runNode(make(setting, [{ setting, slots }], ofCompose), given),
    [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
  };
}

/** Returns a package as a lock has it. */
export function lockedPackage(name: string, architecture: string): LockedPackage {
  return {
    name,
    version: "1.0-1",
    architecture,
    source: `${name}-source`,
    sourceVersion: "1.0-1",
    sha256: digestOfBytes(name),
    size: 1,
    filename: `pool/${name}.deb`,
    sourceId: "debian",
  };
}

function lockSection({ treefile, local }: LegSetting): LockSection {
  return {
    request: lockRequestOf(treefile, local),
    packages: [lockedPackage("hello", treefile.architecture)],
    indexes: [
      {
        sourceId: "debian",
        suite: "trixie",
        digest: digestOfBytes("index"),
        date: signed,
        checkValidUntil: true,
        trusted: false,
      },
    ],
  };
}

/** Returns the records of the nodes up to the root: a lock, its plan, and a root of a few files. */
export async function recordsUpToRoot({
  setting,
  section,
  run,
}: ComposeScene): Promise<Pick<LegRecords, "lock" | "packages" | "plan" | "root">> {
  const lock = { section, digest: digestOf(section), file: join(setting.base, "lock.json") };
  const { output: plan } = await run(planNode, { lock });
  const top = join(setting.directory.work, "root-of-scene");
  const path = join(top, "root");
  const { architecture } = setting.treefile;
  const status = `Package: hello\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: ${architecture}\nSource: hello-source\nInstalled-Size: 1\nMaintainer: Me <me@example.org>\nDescription: x\n`;
  const files = {
    "usr/lib/sysimage/dpkg/status": status,
    "usr/lib/sysimage/dpkg/info/hello.list": "/usr\n/usr/bin\n/usr/bin/hello\n",
    "usr/bin/hello": "#!/bin/sh\necho hello\n",
    "etc/hello.conf": "greeting=hello\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  const listing = join(top, "tree.jsonl");
  const {
    digest,
    bytes,
    files: count,
  } = await listRoot(path, listing, plan.root.timestamp, new AbortController().signal);
  const record = {
    packageCount: 1,
    ids: { users: [], groups: [{ name: "scene", gid: 998 }] },
    warnings: [],
    digest,
    bytes,
    files: count,
  };
  return { lock, packages: { downloadedBytes: 0 }, plan, root: { record, path, listing } };
}
