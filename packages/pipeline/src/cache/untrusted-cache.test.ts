import { mkdtempDisposable, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sealFiles } from "../worker/seal-files.ts";
import { cacheOver } from "./cache-over.ts";
import { cacheScene, key, output, produce, textIn } from "./cache-scene.fixture.ts";

const scene = cacheScene();
const { open, entryPath } = scene;

describe("untrusted work", () => {
  test("reads what trusted work put", async () => {
    await using _lease = await (await open()).put("root", key, produce("shared"));
    await using lease = await (await open({ trustDomain: "untrusted" })).put("root", key, produce("evil"));
    expect(await textIn(lease.path)).toBe("shared");
  });

  test("puts what trusted work never gets", async () => {
    const untrusted = await open({ trustDomain: "untrusted" });
    await (await untrusted.put("root", key, produce("evil")))[Symbol.asyncDispose]();
    await using own = await untrusted.get("root", key);
    expect(await textIn(own?.path ?? "")).toBe("evil");
    await own?.[Symbol.asyncDispose]();

    await using lease = await (await open()).put("root", key, produce("good"));
    expect(await textIn(lease.path)).toBe("good");
    expect(scene.warnings).toMatchObject([{ message: expect.stringContaining("made by untrusted work") }]);
  });

  test("leaves a shared cache as it was, to the times and to what is damaged", async () => {
    await (await open()).put("root", key, produce("shared")).then((lease) => lease[Symbol.asyncDispose]());
    const state = async () => {
      const facts = await stat(entryPath("entry.json"), { bigint: true });
      return [facts.mtimeNs, facts.ctimeNs, sealFiles(scene.directory)] as const;
    };
    const before = await state();
    scene.now = new Date("2026-01-01T00:00:00Z");
    const reader = await open({ trustDomain: "untrusted", readOnly: true });
    await (await reader.get("root", key))?.[Symbol.asyncDispose]();
    await expect(reader.put("commit", key, produce("evil"))).rejects.toThrow("is only read");
    expect(await state()).toEqual(before);

    await writeFile(entryPath("content", "file"), "changed");
    const damaged = await state();
    expect(await reader.get("root", key)).toBeUndefined();
    expect(await state()).toEqual(damaged);
    expect(scene.warnings).toMatchObject([
      { hint: "It stays, because this run may change nothing in the cache." },
    ]);
  });

  test("has a cache of its own above the shared one", async () => {
    await (await open()).put("root", key, produce("shared")).then((lease) => lease[Symbol.asyncDispose]());
    const own = await mkdtempDisposable(join(tmpdir(), "debootc-own-"));
    await using _gone = { [Symbol.asyncDispose]: () => own.remove() };
    const cache = cacheOver(
      await open({ directory: own.path, trustDomain: "untrusted" }),
      await open({ trustDomain: "untrusted", readOnly: true }),
    );

    await using read = await cache.put("root", key, produce("evil"));
    expect(await textIn(read.path)).toBe("shared");
    await (await cache.put("commit", key, produce("own")))[Symbol.asyncDispose]();
    await using again = await cache.get("commit", key);
    expect(await textIn(again?.path ?? "")).toBe("own");
    await using other = await cache.put("root", output, produce("newer"));
    const recent = await cache.recent("root", 2);
    expect(await Promise.all(recent.map(({ path }) => textIn(path)))).toEqual(["newer", "shared"]);
    for (const lease of [...recent, other]) await lease[Symbol.asyncDispose]();
    expect(await (await open()).get("commit", key)).toBeUndefined();
  });
});
