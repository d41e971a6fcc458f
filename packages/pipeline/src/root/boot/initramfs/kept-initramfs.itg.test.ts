import { digestOfBytes } from "@debootc/core/record/digest";
import { smallRoot } from "@debootc/tools/files/small-root.fixture";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import fc from "fast-check";
import {
  appendFile,
  chmod,
  cp,
  glob,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Lease } from "../../../cache/cache.ts";
import { openLocalCache } from "../../../cache/local-cache.ts";
import { RootDirectory } from "../../../tree/root-directory.ts";
import { removeTree } from "../../../worker/remove-tree.ts";
import { answerInitramfs } from "./answer-initramfs.ts";
import { keptInitramfs } from "./kept-initramfs.ts";

const image = "/boot/image";
const wish = { kernel: "6.12", initramfsArgs: [], timestamp: 1_700_000_000 };

/** Asks about a root as dracut does: what a directory lists, what is there or not, where links lead, what modes are. */
const maker = `#!/bin/sh
set -e
. /etc/settings
mkdir /var/tmp/work
cd /var/tmp/work
ls -ld /boot /var/tmp >/dev/null
ln -s /etc/behind link
for file in /etc/conf.d/*.conf; do [ ! -e "$file" ] || cat "$file" || true; done >image
[ ! -e /etc/optional ] || echo optional >>image
readlink /etc/link >>image || true
cat /etc/link/name >>image || true
cat ./link >>image || true
stat -c %a /etc/conf.d >>image
(cd /etc && cat relative) >>image || true
cd /
cp /var/tmp/work/image ${image}
rm -r /var/tmp/work
$LAST
`;

interface Scene {
  /** The content of the entries that are kept. */
  readonly contents: () => Promise<string[]>;
  readonly make: (change?: (path: string) => Promise<unknown>) => Promise<Made>;
}

interface Made {
  readonly reused: boolean;
  readonly bytes: string;
  /** What the maker makes of the same root when nothing is kept. */
  readonly fresh: string;
  readonly lines: readonly string[];
}

/** Makes an image of a root again and again, each time of a fresh copy with a change, with one cache. */
async function scene(): Promise<Scene> {
  const directory = await mkdtemp(join(tmpdir(), "debootc-kept-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const { root: first, binds } = await smallRoot(directory);
  const files = {
    "etc/maker": maker,
    "etc/settings": "LAST=\n",
    "etc/conf.d/a.conf": "a\n",
    "etc/dir/name": "n\n",
  };
  for (const [name, text] of Object.entries({ ...files, "etc/behind": "b\n", "etc/relative": "r\n" })) {
    await mkdir(join(first, dirname(name)), { recursive: true });
    await writeFile(join(first, name), text);
  }
  await symlink("dir", join(first, "etc/link"));
  for (const name of ["boot", "var/tmp", "srv", "etc/alternatives"])
    await mkdir(join(first, name), { recursive: true });
  // Nothing has come into it since it was unpacked.
  const old = new Date(1_600_000_000_000);
  await utimes(join(first, "var/tmp"), old, old);
  await utimes(join(first, "boot"), old, old);
  const cache = await openLocalCache({
    directory: join(directory, "cache"),
    trustDomain: "trusted",
    producer: "1",
    clock: () => new Date(0),
    report: () => {},
    removeTree,
  });
  let count = 0;
  const copied = async (change: (path: string) => Promise<unknown>) => {
    count += 1;
    const path = join(directory, `root-${count}`);
    await cp(first, path, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    await change(path);
    return new RootDirectory(path);
  };
  const command = (root: RootDirectory) =>
    insideRoot(root.path, { tool: "sh", args: ["/etc/maker"] }, { binds });

  const make = async (change: (path: string) => Promise<unknown> = async () => {}): Promise<Made> => {
    const untouched = await copied(change);
    await run(command(untouched));
    const root = await copied(change);
    const lines: string[] = [];
    const leases: Lease[] = [];
    const of = { code: digestOfBytes("code"), architecture: "amd64" };
    const context = {
      report: () => {},
      log: (line: string) => void lines.push(line),
      signal: new AbortController().signal,
      ask: answerInitramfs({ cache, of, hold: (lease) => void leases.push(lease) }),
    };
    const workDirectory = join(directory, `work-${count}`);
    const keeper = await keptInitramfs(root, { image, wish, workDirectory }, context);
    if (keeper !== "reused") {
      await run(keeper.traced(command(root)));
      await keeper.keep();
    }
    for (const lease of leases) await lease[Symbol.asyncDispose]();
    const bytesIn = ({ path }: RootDirectory) => readFile(join(path, image), "utf8");
    return {
      reused: keeper === "reused",
      bytes: await bytesIn(root),
      fresh: await bytesIn(untouched),
      lines,
    };
  };
  const contents = () =>
    Array.fromAsync(glob("**/initramfs.img", { cwd: join(directory, "cache") }), (file) =>
      dirname(join(directory, "cache", file)),
    );
  return { make, contents };
}

const put = (name: string, text: string) => async (path: string) => {
  await mkdir(dirname(join(path, name)), { recursive: true });
  await writeFile(join(path, name), text);
};
const drop = (name: string) => (path: string) => rm(join(path, name), { recursive: true, force: true });
const point = (name: string, target: string) => async (path: string) => {
  await drop(name)(path);
  await symlink(target, join(path, name));
};
const mode = (name: string, bits: number) => (path: string) => chmod(join(path, name), bits);

test("an image is used again where nothing has changed that its maker asked for, also beside what it read", async () => {
  const { make } = await scene();

  expect((await make()).reused).toBe(false);
  for (const change of [undefined, put("srv/more", "x"), put("etc/more", "x")]) {
    const { reused, bytes, fresh, lines } = await make(change);
    expect(lines).toEqual([]);
    expect(reused).toBe(true);
    expect(bytes).toBe(fresh);
  }
});

test.each([
  ["a file that was read", put("etc/conf.d/a.conf", "A\n")],
  ["a file that a listed directory has more", put("etc/conf.d/b.conf", "b\n")],
  ["a file that was looked for", put("etc/optional", "")],
  ["a file that is gone", drop("etc/relative")],
  ["a mode", mode("etc/conf.d", 0o700)],
  ["the target of a link", point("etc/link", "conf.d")],
  ["a file behind a link", put("etc/dir/name", "N\n")],
  ["a file behind a link that the maker made", put("etc/behind", "B\n")],
  ["a directory that has become a link", point("etc/conf.d", "dir")],
  ["the maker", put("etc/maker", maker.replace("optional >>", "other >>"))],
])("%s is a reason to make it again", async (_, change) => {
  const { make } = await scene();
  await make();

  const { reused, bytes, fresh } = await make(change);

  expect(reused).toBe(false);
  expect(bytes).toBe(fresh);
  // Both are kept now.
  expect(await make()).toMatchObject({ reused: true, lines: [] });
  expect(await make(change)).toMatchObject({ reused: true, lines: [expect.stringContaining("differs")] });
});

test.each([
  ["its image has another byte", (path: string) => writeFile(join(path, "initramfs.img"), "another")],
  ["its image is longer", (path: string) => appendFile(join(path, "initramfs.img"), "x")],
  ["its image has another mode", (path: string) => chmod(join(path, "initramfs.img"), 0o666)],
  ["it has a file more", (path: string) => writeFile(join(path, "more"), "x")],
  ["its image is gone", (path: string) => rm(join(path, "initramfs.img"))],
  ["its record is cut short", (path: string) => truncate(join(path, "initramfs.json"), 10)],
])("an entry is made again if %s", async (_, damage) => {
  const { make, contents } = await scene();
  await make();
  const [content, ...others] = await contents();
  expect(others).toEqual([]);
  await damage(content ?? "");

  const { reused, bytes, fresh } = await make();

  expect(reused).toBe(false);
  expect(bytes).toBe(fresh);
  expect((await make()).reused).toBe(true);
});

test("an image is not kept if its maker leaves anything else in the root", async () => {
  const { make } = await scene();
  const change = put("etc/settings", "LAST='touch /etc/left'\n");

  expect((await make(change)).lines).toEqual([expect.stringContaining("dracut has changed /etc")]);
  expect((await make(change)).reused).toBe(false);
});

test("whatever changes, what is used again is what would be made", async () => {
  const { make } = await scene();
  const name = fc.constantFrom(
    ...[
      "etc/conf.d/a.conf",
      "etc/conf.d/b.conf",
      "etc/conf.d/text",
      "etc/optional",
      "etc/link",
      "etc/dir/name",
    ],
    ...["etc/behind", "etc/relative", "etc/other", "srv/x"],
  );
  const change = fc.oneof(
    fc.tuple(name, fc.constantFrom("1\n", "2\n")).map(([path, text]) => put(path, text)),
    name.map(drop),
    fc
      .tuple(name, fc.constantFrom("conf.d", "/etc/dir", "../srv"))
      .map(([path, target]) => point(path, target)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 3 }), async (changes) => {
      const { bytes, fresh } = await make(async (path) => {
        for (const one of changes) await one(path).catch(() => {});
      });
      expect(bytes).toBe(fresh);
    }),
    { numRuns: 30 },
  );
});
