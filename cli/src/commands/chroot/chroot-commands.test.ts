import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import { expect, test } from "vitest";
import { call, deps, directories, stub } from "../../door/call-command.fixture.ts";
import { copyIn } from "./copy-in.ts";
import { copyOut } from "./copy-out.ts";
import { create } from "./create.ts";
import { list } from "./list.ts";
import { rollback } from "./rollback.ts";
import { run } from "./run.ts";
import { scrub } from "./scrub.ts";
import { shell } from "./shell.ts";
import { snapshot } from "./snapshot.ts";
import { update } from "./update.ts";

const common = { cacheDir: "/cache", json: false };
const room = "mock-build/named-chroot";
const work = {
  name: "work",
  configuration: { suite: "sid", architecture: "amd64" },
  created: "2026-11-23T05:00:00.000Z",
  packages: 120,
  layers: [{ id: "l1", snapshot: "before", created: "2026-11-23T05:00:00.000Z" }],
} as unknown as NamedChroot;

test("create passes the name, the configuration, its file and where those are", async () => {
  const calls = stub(`${room}/create-chroot`, "createChroot", work);
  const { said, result } = await call(
    create,
    ...["work", "--suite", "sid", "--config", "own.yaml", "--arch", "arm64", "--jobs", "3"],
    ...["--mirror", "http://mirror.example.org/debian"],
  );

  expect(calls).toEqual([
    [
      {
        name: "work",
        suite: "sid",
        config: "/home/me/work/own.yaml",
        arch: "arm64",
        mirror: "http://mirror.example.org/debian",
        jobs: 3,
        ...common,
      },
      deps,
      directories,
    ],
  ]);
  expect(result).toBe(work);
  expect(said).toContain("work is ready");
  expect(said).toContain("bin/debootc chroot shell work");
});

test("list looks in the cache directory, and says of each chroot where it comes from", async () => {
  const failed = {
    ...work,
    name: "failed-sl",
    layers: [],
    failedBuild: { source: "sl", version: "5", layers: [] },
  };
  const calls = stub("mock-build/chroot-store/chroot-store", "listChroots", [work, failed]);
  const { said } = await call(list, "--cache-dir", "/srv/cache");

  expect(calls).toEqual([["/srv/cache"]]);
  expect(said).toBe(
    "  work       sid, amd64, created 2026-11-23  before\n" +
      "  failed-sl  sid, amd64, created 2026-11-23, left by the failed build of sl 5\n",
  );
});

test("list says how to create the first one", async () => {
  stub("mock-build/chroot-store/chroot-store", "listChroots", []);

  expect((await call(list)).said).toContain("bin/debootc chroot create");
});

test.each([
  ["shell", shell, "shellInChroot", ["work"], {}],
  ["run", run, "runInChroot", ["work", "--", "gcc", "--version"], { command: ["gcc", "--version"] }],
])("%s ends with the exit status from inside", async (_name, door, name, words, rest) => {
  const calls = stub(`${room}/use-chroot`, name, 42);
  const { exitStatus, result } = await call(door, "--user", "builder", ...words);

  expect(calls).toEqual([[{ name: "work", user: "builder", ...rest, ...common }, deps, directories]]);
  expect([exitStatus, result]).toEqual([42, { exitStatus: 42 }]);
});

test("copy-in takes a path of this machine, then one of the chroot", async () => {
  const calls = stub(`${room}/copy-chroot`, "copyIn", undefined);
  await call(copyIn, "work", "hello.deb", "/root");

  expect(calls).toEqual([
    [{ name: "work", source: "/home/me/work/hello.deb", target: "/root", ...common }, deps, directories],
  ]);
});

test("copy-out takes a path of the chroot, then a directory of this machine", async () => {
  const calls = stub(`${room}/copy-chroot`, "copyOut", undefined);
  await call(copyOut, "work", "/var/log/dpkg.log", ".");

  expect(calls).toEqual([
    [{ name: "work", source: "/var/log/dpkg.log", target: "/home/me/work", ...common }, deps, directories],
  ]);
});

test("snapshot takes the chroot first, and shows how to go back", async () => {
  const calls = stub("mock-build/chroot-store/change-layers", "snapshotChroot", work);
  const { said } = await call(snapshot, "work", "tools");

  expect(calls).toEqual([[{ name: "work", snapshot: "tools", ...common }, deps, directories]]);
  expect(said).toContain("tools of work is saved");
  expect(said).toContain("bin/debootc chroot rollback work tools");
});

test("rollback goes to the snapshot that is named, or to the first state", async () => {
  const calls = stub("mock-build/chroot-store/change-layers", "rollbackChroot", work);
  const said = [(await call(rollback, "work", "before")).said, (await call(rollback, "work")).said];

  expect(calls).toEqual([
    [{ name: "work", snapshot: "before", ...common }, deps, directories],
    [{ name: "work", ...common }, deps, directories],
  ]);
  expect(said[0]).toContain("work is back at before\n");
  expect(said[1]).toContain("work is back at its first state\n");
});

test.each([
  [true, "work is up to date"],
  [false, "work was up to date already"],
])("update says whether anything changed: %s", async (isChanged, title) => {
  const calls = stub(`${room}/update-chroot`, "updateChroot", { chroot: work, isChanged });
  const { said } = await call(update, "work", "--mirror", "http://mirror.example.org/debian");

  expect(calls).toEqual([
    [{ name: "work", mirror: "http://mirror.example.org/debian", jobs: 2, ...common }, deps, directories],
  ]);
  expect(said).toContain(`${title}\n`);
});

test("scrub removes the chroot that is named", async () => {
  const calls = stub("mock-build/chroot-store/change-layers", "scrubChroot", work);
  const { said } = await call(scrub, "work");

  expect(calls).toEqual([[{ name: "work", ...common }, deps, directories]]);
  expect(said).toContain("work is removed");
});
