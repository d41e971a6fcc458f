import { expect, test } from "vitest";
import { call, deps, directories, stub } from "../door/call-command.fixture.ts";
import { bootableResult } from "../render/screens/compose-result.fixture.ts";
import { weekOfUpdates } from "../render/screens/image-diff.fixture.ts";
import { securityWeek, twoArchitectures } from "../render/screens/lock-diff.fixture.ts";
import { boot } from "./boot.ts";
import { compose } from "./compose.ts";
import { diff } from "./diff.ts";
import { doctor } from "./doctor.ts";
import { disk } from "./export/disk.ts";
import { image } from "./export/image.ts";
import { lint } from "./lint.ts";
import { lock } from "./lock.ts";

const common = { cacheDir: "/cache", outputDir: "/home/me/work/out", json: false };
const named = (given: string) => ({ given, path: `/home/me/work/${given}` });

test("compose passes every option, and where chroots of its source packages are configured", async () => {
  const calls = stub("compose/run-compose", "runCompose", bootableResult);
  const { exitStatus, result } = await call(
    compose,
    ...["a.yaml", "--arch", "arm64", "--lock", "a.lock", "--mirror", "http://mirror.example.org/debian"],
    ...["--extra-package", "debs", "--extra-package", "a.deb"],
    ...["--no-cache", "--compose-id", "x-1-20261128.0", "--image-compression", "gzip"],
    ...["--previous-image", "none", "--gpg-key-file", "a.key", "--gpg-key-fd", "3", "--jobs", "4"],
    ...["--allow-moved-ids", "--sbom-files", "--remote-cache", "shared", "--untrusted"],
    ...["--phase", "gather,build", "--skip", "lint", "--skip", "report", "--plugin", "more.ts"],
    ...["--limit-time", "2h", "--limit-memory", "8GiB", "--limit-processes", "500", "--limit-disk", "none"],
  );

  expect(calls).toEqual([
    [
      {
        treefile: "/home/me/work/a.yaml",
        arch: ["arm64"],
        lock: "/home/me/work/a.lock",
        mirror: "http://mirror.example.org/debian",
        extraPackage: ["/home/me/work/debs", "/home/me/work/a.deb"],
        remoteCache: "/home/me/work/shared",
        untrusted: true,
        noCache: true,
        composeId: "x-1-20261128.0",
        imageCompression: "gzip",
        previousImage: named("none"),
        allowMovedIds: true,
        sbomFiles: true,
        phase: ["gather", "build"],
        skip: ["lint", "report"],
        plugin: ["/home/me/work/more.ts"],
        gpgKeyFile: ["/home/me/work/a.key"],
        gpgKeyFd: 3,
        jobs: 4,
        sequential: false,
        limitTime: "2h",
        limitSilence: "30min",
        limitMemory: "8GiB",
        limitProcesses: 500,
        limitDisk: "none",
        ...common,
      },
      deps,
      { configuration: directories, chosen: true },
    ],
  ]);
  expect([exitStatus, result]).toEqual([0, bootableResult]);
});

test("a compose of which something failed ends with 4", async () => {
  stub("compose/run-compose", "runCompose", { ...bootableResult, failed: [] });

  expect((await call(compose, "a.yaml")).exitStatus).toBe(4);
});

test("boot boots one compose, with --upgrade-from another one before it", async () => {
  const booted = stub("boot/boot-compose", "bootCompose", "booted");
  const upgraded = stub("upgrade/upgrade-compose", "upgradeCompose", "upgraded");
  const results = [
    (await call(boot, "new", "--memory", "4096", "--timeout", "60", "--keep-disk")).result,
    (await call(boot, "new", "--upgrade-from", "old")).result,
  ];

  expect(booted).toEqual([
    [{ compose: named("new"), memory: 4096, timeout: 60, keepDisk: true, ...common }, deps],
  ]);
  expect(upgraded).toEqual([
    [
      {
        compose: named("new"),
        upgradeFrom: named("old"),
        memory: 2048,
        timeout: 900,
        keepDisk: false,
        ...common,
      },
      deps,
    ],
  ]);
  expect(results).toEqual(["booted", "upgraded"]);
});

test("export makes a disk of the compose that is named, in the formats that are", async () => {
  const calls = stub("disk/export-disk", "exportDisk", "exported");
  await call(disk, "new", "--format", "qcow2");
  await call(disk);

  expect(calls).toEqual([
    [{ compose: named("new"), format: ["qcow2"], ...common }, deps],
    [{ compose: named("latest"), ...common }, deps],
  ]);
});

test("export makes an image of what is named, at the place that is", async () => {
  const exported = {
    ...{ source: "root", of: "/srv/root", format: "oci", path: "/home/me/work/image", tag: "latest" },
    ...{ reference: "oci:/home/me/work/image:latest", treeVersion: "13", architecture: "amd64", size: 12 },
    ...{ manifestDigest: `sha256:${"a".repeat(64)}`, layers: [] },
  };
  const calls = stub("image-export/export-image", "exportImage", exported);
  const { said } = await call(image, "root", "image", "--label", "a=b=c", "--max-layers", "5");

  const rest = { format: "oci", maxLayers: 5, label: ["a=b=c"], arch: "amd64" };
  expect(calls).toEqual([[{ source: named("root"), to: "/home/me/work/image", ...rest, ...common }, deps]]);
  expect(said).toContain("not bootable");
  expect(said).toContain("oci:image:latest");
});

test.each(["no-value", "debootc.lock=x", "=x", "ostree.bootable=1"])(
  "export refuses the label %s",
  async (label) => {
    await expect(call(image, "root", "image", "--label", label)).rejects.toThrow(/--label/);
  },
);

test("diff compares the first image with the second, for people or as Markdown", async () => {
  stub("diff/run-lock-diff", "runLockDiff", undefined);
  const calls = stub("diff/run-diff", "runDiff", weekOfUpdates);
  const plain = await call(diff, "first", "second", "--files");
  const markdown = await call(diff, "first", "--markdown", "--arch", "arm64");
  const { cacheDir: _cacheDir, ...shared } = common;

  expect(calls).toEqual([
    [
      { old: named("first"), new: named("second"), files: true, markdown: false, arch: "amd64", ...shared },
      deps,
    ],
    [
      { old: named("first"), new: named("latest"), files: false, markdown: true, arch: "arm64", ...shared },
      deps,
    ],
  ]);
  expect(plain.said).not.toContain("## ");
  expect(markdown.said).toMatch(/^#+ /m);
});

test("diff of locks is asked for first, with --arch only if a person chose one", async () => {
  const images = stub("diff/run-diff", "runDiff", weekOfUpdates);
  const calls = stub("diff/run-lock-diff", "runLockDiff", twoArchitectures);
  const plain = await call(diff, "old.lock.json", "new.lock.json");
  const markdown = await call(diff, "old.lock.json", "--arch", "arm64", "--markdown");

  expect(images).toEqual([]);
  expect(calls).toMatchObject([
    [{ old: named("old.lock.json"), new: named("new.lock.json"), files: false, arch: undefined }],
    [{ old: named("old.lock.json"), new: named("latest"), arch: "arm64" }],
  ]);
  expect(plain.result).toMatchObject({ schema: "debootc/lock-diff", identical: false });
  expect(plain.said).toContain("  amd64\n    packages");
  expect(markdown.said).toMatch(/^### /);
});

const report = {
  subject: { kind: "directory", name: "root", path: "/home/me/work/root" },
  checked: [],
  skipped: [],
  findings: [],
  errors: 0,
  warnings: 1,
  unread: [],
  leftOut: [],
};

test("lint passes the subject and the rules to skip; --fatal-warnings makes a warning count", async () => {
  const calls = stub("lint/run-lint", "runLint", report);
  const strict = await call(lint, "root", "--skip", "dpkg-in-var", "--fatal-warnings", "--arch", "arm64");
  const lenient = await call(lint, "root", "--sarif");

  expect(calls[0]).toEqual([
    {
      subject: named("root"),
      skip: ["dpkg-in-var"],
      fatalWarnings: true,
      noTruncate: false,
      list: false,
      sarif: false,
      arch: "arm64",
      ...common,
    },
    deps,
  ]);
  expect([strict.exitStatus, lenient.exitStatus]).toEqual([6, 0]);
  expect(JSON.parse(lenient.said)).toMatchObject({ version: "2.1.0" });
});

test("lint --list reads no image", async () => {
  const calls = stub("lint/run-lint", "runLint", report);
  const { result } = await call(lint, "--list");

  expect(calls).toEqual([]);
  expect(result).toMatchObject({
    rules: expect.arrayContaining([expect.objectContaining({ ofBootc: true })]),
  });
});

test("lock passes what to lock, and names the treefile as it was typed", async () => {
  const locked = {
    treefile: "/home/me/work/a.yaml",
    checked: false,
    locks: [{ path: "/home/me/work/b.lock", created: true, changed: true, architectures: [] }],
    warnings: [],
  };
  const calls = stub("lock/run-lock", "runLock", locked);
  const words = ["a.yaml", "--arch", "arm64", "--arch", "amd64", "--lock", "b.lock", "--ids", "latest"];
  words.push("--variant", "server", "--extra-package", "debs");
  const { result } = await call(lock, ...words);

  expect(calls).toEqual([
    [
      {
        treefile: "/home/me/work/a.yaml",
        variant: ["server"],
        arch: ["arm64", "amd64"],
        lock: "/home/me/work/b.lock",
        ids: named("latest"),
        extraPackage: ["/home/me/work/debs"],
        update: false,
        securityOnly: false,
        check: false,
        markdown: false,
        allowOlder: false,
        untrusted: false,
        ...common,
      },
      deps,
      { configuration: directories, chosen: true },
    ],
  ]);
  expect(result).toEqual({ ...locked, treefile: "a.yaml" });
});

test.each([
  ["an update", true, 5],
  ["none", false, 0],
])("lock --check ends by its exit status: %s", async (_what, changed, status) => {
  const locks = [{ path: "/home/me/work/b.lock", created: false, changed, architectures: [securityWeek] }];
  const calls = stub("lock/run-lock", "runLock", { treefile: "a", checked: true, locks, warnings: [] });
  const { exitStatus, said } = await call(lock, "a.yaml", "--update", "--check", "--markdown");

  expect(calls).toMatchObject([[{ update: true, check: true, markdown: true }, deps, { chosen: false }]]);
  expect(exitStatus).toBe(status);
  expect(said).toMatch(/^### `b\.lock`\n/);
});

test.each([
  ["--security-only", /--security-only restricts an update/],
  ["--check", /--check looks for an update/],
  ["--update --check --ids latest", /--ids has no effect/],
  ["--json --markdown", /cannot be given together/],
])("lock refuses %s", async (words, message) => {
  await expect(call(lock, "a.yaml", ...words.split(" "))).rejects.toThrow(message);
});

test.each([
  ["a machine that lacks something fails as a compose would", "lacking", 80],
  ["leftovers of a crash fail nothing", "left-over", 0],
])("doctor: %s", async (_what, state, status) => {
  const finding = { id: "x", title: "x", state, code: "isolation-unavailable" };
  const calls = stub("doctor/run-doctor", "runDoctor", { findings: [finding] });
  const { exitStatus } = await call(doctor, "--fix");

  expect(calls).toEqual([[{ fix: true, ...common }, deps]]);
  expect(exitStatus).toBe(status);
});
