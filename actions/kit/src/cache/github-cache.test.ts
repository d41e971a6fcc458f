import type { Fault } from "@debootc/fake-github/fault-plan";
import { startResultsService } from "@debootc/fake-github/start-results-service";
import type { EntryName } from "@debootc/pipeline/cache/cache-layout";
import { mkdir, mkdtempDisposable, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { githubCache } from "./github-cache.ts";

const { signal } = new AbortController();
const limits = { signal, mostBytes: 1e9 };
const name: EntryName = { kind: "root", key: `sha256:${"a".repeat(64)}` };
const other: EntryName = { kind: "root", key: `sha256:${"b".repeat(64)}` };

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function scene(faults: readonly Fault[] = []) {
  const home = await mkdtempDisposable(join(tmpdir(), "debootc-github-cache-"));
  onTestFinished(() => home.remove());
  const service = await startResultsService({ directory: join(home.path, "blobs"), faults });
  onTestFinished(() => service.close());
  for (const [variable, value] of Object.entries(service.variables)) vi.stubEnv(variable, value);
  vi.stubEnv("RUNNER_TEMP", home.path);
  // Each runner has its checkout elsewhere.
  const runner = async (place: string, options: Partial<Parameters<typeof githubCache>[0]> = {}) => {
    const workspace = join(home.path, place);
    await mkdir(workspace, { recursive: true });
    vi.stubEnv("GITHUB_WORKSPACE", workspace);
    vi.spyOn(process, "cwd").mockReturnValue(workspace);
    return { workspace, cache: githubCache({ workspace, writable: true, ...options }) };
  };
  const directory = async (place: string, content?: string) => {
    const path = join(home.path, place);
    await mkdir(path);
    if (content === undefined) return path;
    await writeFile(join(path, "entry.json"), "{}");
    await writeFile(join(path, "content.tar.zst"), content);
    return path;
  };
  return { home: home.path, calls: service.calls, runner, directory };
}

describe("an entry", () => {
  test("that one runner stored is found and fetched by another, whose checkout is elsewhere", async () => {
    const { runner, directory } = await scene();
    const { cache } = await runner("one");
    const isStored = await cache.store(name, await directory("made", "x".repeat(300_000)), signal);
    const { cache: elsewhere, workspace } = await runner("deep/er/two[1]");
    const target = await directory("fetched");

    expect(isStored).toBe(true);
    expect(await elsewhere.has([name, other], signal)).toEqual([name]);
    expect(await elsewhere.fetch(name, target, limits)).toBe(true);
    expect((await readdir(target)).sort()).toEqual(["content.tar.zst", "entry.json"]);
    expect(await readFile(join(target, "content.tar.zst"), "utf8")).toBe("x".repeat(300_000));
    expect(await readdir(join(workspace, ".debootc-cache/root"))).toEqual([]);
    expect(await readFile(join(workspace, ".debootc-cache/.gitignore"), "utf8")).toBe("*\n");
    expect(printed.join("")).not.toMatch(/^(?!::(add-mask|debug)::)./m);
  });

  test("that is not there is not asked for a second time", async () => {
    const { runner, directory, calls } = await scene();
    const { cache } = await runner("one");

    expect(await cache.fetch(name, await directory("fetched"), limits)).toBe(false);
    expect(await cache.has([name], signal)).toEqual([]);
    expect(calls).toEqual(["GetCacheEntryDownloadURL"]);
  });

  test("that was stored meanwhile stays as it is", async () => {
    const { runner, directory } = await scene();
    const { cache } = await runner("one");
    await cache.store(name, await directory("first", "first"), signal);

    expect(await cache.store(name, await directory("second", "second"), signal)).toBe(false);
    const target = await directory("fetched");
    await cache.fetch(name, target, limits);
    expect(await readFile(join(target, "content.tar.zst"), "utf8")).toBe("first");
  });

  test("that was damaged on the way is one wrong entry, and no failure of the service", async () => {
    const { runner, directory } = await scene([{ at: "download", kind: "damage" }]);
    const { cache } = await runner("one");
    await cache.store(name, await directory("made", "x".repeat(100)), signal);

    await expect(cache.fetch(name, await directory("fetched"), limits)).rejects.toMatchObject({
      code: "archive-invalid",
    });
  });

  test("of a kind that has many is neither asked for nor fetched", async () => {
    const { runner, directory, calls } = await scene();
    const { cache } = await runner("one");
    const layer: EntryName = { ...name, kind: "layer" };

    expect(await cache.has([layer], signal)).toEqual([layer]);
    expect(await cache.fetch(layer, await directory("fetched"), limits)).toBe(false);
    expect(calls).toEqual([]);
  });
});

describe("the service", () => {
  test("that is full refuses an entry, and the error says why", async () => {
    const { runner, directory } = await scene([{ at: "cache", kind: "full" }]);
    const { cache } = await runner("one");

    await expect(cache.store(name, await directory("made", "x"), signal)).rejects.toThrow(
      /quota has been hit/,
    );
    expect(cache.advice).toContain("make room in");
  });

  test("that does not answer is an error of looking, fetching and storing", async () => {
    const { runner, directory } = await scene([{ at: "cache", kind: "down" }]);
    const { cache } = await runner("one");

    await expect(cache.has([name], signal)).rejects.toThrow(/ECONNRESET/);
    await expect(cache.fetch(name, await directory("fetched"), limits)).rejects.toThrow(/ECONNRESET/);
    await expect(cache.store(name, await directory("made", "x"), signal)).rejects.toThrow(/ECONNRESET/);
    expect(printed.join("")).not.toContain("::warning::");
  });

  test("is asked only so often by one run, which stores only so much", async () => {
    const { runner, directory, calls } = await scene();
    const { cache } = await runner("one", { mostRequests: 1, mostStored: 100 });

    await cache.has([name], signal);
    await expect(cache.has([other], signal)).rejects.toThrow("asked 1 times");
    await expect(cache.store(name, await directory("made", "x".repeat(200)), signal)).rejects.toThrow(
      "100 B",
    );
    expect(calls).toHaveLength(1);
  });
});

test("a link that the checkout has in the place of the folder is not followed", async () => {
  const { runner, directory, home } = await scene();
  const { cache, workspace } = await runner("one");
  await mkdir(join(home, "precious"));
  await symlink(join(home, "precious"), join(workspace, ".debootc-cache"));

  await cache.store(name, await directory("made", "x"), signal);
  expect(await readdir(join(home, "precious"))).toEqual([]);
});
