import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { mkdir, mkdtempDisposable, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { key, produce, textIn } from "../cache/cache-scene.fixture.ts";
import { measureTree } from "../worker/measure-tree.ts";
import { directoryRemoteCache } from "./directory-remote-cache.ts";
import { openRunCache } from "./open-run-cache.ts";
import { untrustedWork } from "./untrusted-work.ts";

type Wish = Parameters<typeof openRunCache>[0];
type Dependencies = Parameters<typeof openRunCache>[1]["dependencies"];

/** Puts one entry with the cache of a run, which has then ended. Returns the text that it got. */
async function inPlace() {
  const home = await mkdtempDisposable(join(tmpdir(), "debootc-run-cache-"));
  onTestFinished(() => home.remove());
  const at = (name: string) => join(home.path, name);
  await mkdir(at("remote"));
  const warnings: Diagnostic[] = [];
  const put = async (
    wish: Partial<Wish>,
    text: string,
    more: Partial<Dependencies> = {},
  ): Promise<string> => {
    await using held = new AsyncDisposableStack();
    const { cache } = await openRunCache(
      { cacheDir: at("own"), noCache: false, ...wish },
      {
        dependencies: { clock: () => new Date(0), signal: new AbortController().signal, ...more },
        privilege: {
          owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
          isRoot: process.getuid?.() === 0,
        },
        report: (event) => event.type === "diagnostic" && warnings.push(event.diagnostic),
        held,
        emptyCache: at("empty"),
      },
    );
    await using lease = await cache.put("image", key, produce(text));
    return textIn(lease.path);
  };
  return { at, put, warnings };
}

test("a run stores what it makes, and another machine gets it", async () => {
  const { at, put, warnings } = await inPlace();
  const remoteCache = at("remote");

  expect(await put({ remoteCache }, "made")).toBe("made");
  expect(await put({ cacheDir: at("other"), remoteCache }, "again")).toBe("made");
  expect(await readdir(join(at("other"), "steps/staging"))).toEqual([]);
  expect(warnings).toEqual([]);
});

test("the remote cache of a door counts before one that is asked for", async () => {
  const { at, put } = await inPlace();
  await mkdir(at("asked"));
  const remoteCache = directoryRemoteCache(at("remote"));

  await put({ remoteCache: at("asked") }, "made", { remoteCache });
  expect(await readdir(at("asked"))).toEqual([]);
  expect(await readdir(at("remote"))).toContain("image");
});

test("from scratch, nothing is fetched and nothing stored", async () => {
  const { at, put } = await inPlace();
  const remoteCache = at("remote");
  await put({ remoteCache }, "made");
  await rm(at("own"), { recursive: true });

  expect(await put({ remoteCache, noCache: true }, "anew")).toBe("anew");
  await rm(at("remote"), { recursive: true });
  await mkdir(at("remote"));
  await put({ remoteCache, noCache: true }, "anew");
  expect(await readdir(at("remote"))).toEqual([]);
});

test("untrusted work reads what others share, and keeps its own to itself", async () => {
  const { at, put } = await inPlace();
  const asked = { cacheDir: at("shared"), remoteCache: at("remote"), untrusted: true };
  const { request, dependencies } = untrustedWork({ request: asked, dependencies: {} }, at("scratch"));

  expect(await put(request, "of a fork", dependencies)).toBe("of a fork");
  expect(await readdir(at("remote"))).toEqual([]);
  expect(await readdir(at("."))).not.toContain("shared");

  await put({ ...asked, cacheDir: at("shared") }, "shared");
  const before = await measureTree(at("shared"));
  await rm(at("scratch"), { recursive: true });
  expect(await put(request, "of a fork", dependencies)).toBe("shared");
  expect(await measureTree(at("shared"))).toEqual(before);
});

test("a part of untrusted work is as untrusted as the whole, and trusted work stays as it is", () => {
  const given = { request: { cacheDir: "/cache", untrusted: true }, dependencies: {} };
  const whole = untrustedWork(given, "/own");
  const part = untrustedWork({ ...whole, request: { cacheDir: "/own", untrusted: true } }, "/other");

  expect(whole).toMatchObject({ request: { cacheDir: "/own" }, dependencies: { sharedCacheDir: "/cache" } });
  expect(part.dependencies.sharedCacheDir).toBe("/cache");
  expect(part.request.cacheDir).toBe("/own");
  const trusted = { request: { cacheDir: "/cache", untrusted: false }, dependencies: {} };
  expect(untrustedWork(trusted, "/own")).toEqual(trusted);
});
