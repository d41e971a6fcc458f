import { DebootcError } from "@debootc/core/error/debootc-error";
import { digestOfBytes } from "@debootc/core/record/digest";
import { chmod, mkdir, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { ToolError } from "@debootc/tools/tool-error";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cacheScene, key, produce, textIn } from "./cache-scene.fixture.ts";

const scene = cacheScene();
const { open, entryPath, leftovers } = scene;
const put = async () => (await (await open()).put("root", key, produce("good")))[Symbol.asyncDispose]();

describe("the proof of an entry", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["a flipped bit", () => writeFile(entryPath("content", "file"), "gooe")],
    ["another mode", () => chmod(entryPath("content", "file"), 0o600)],
    ["a file more", () => writeFile(entryPath("content", "more"), "")],
    ["a directory more", () => mkdir(entryPath("content", "more"))],
    ["a file less", () => rm(entryPath("content", "file"))],
    [
      "a link in place of a file",
      async () => {
        await rename(entryPath("content", "file"), join(scene.directory, "elsewhere"));
        await symlink(join(scene.directory, "elsewhere"), entryPath("content", "file"));
      },
    ],
  ])(
    "content with %s is never handed out: verify finds it, get removes and reports it",
    async (_what, damage) => {
      await put();
      expect(await (await open()).verify()).toEqual([{ kind: "root", key, state: "sound" }]);
      await damage();

      expect(await (await open()).verify()).toMatchObject([{ kind: "root", key, state: "damaged" }]);
      expect(await (await open()).get("root", key)).toBeUndefined();
      expect(scene.warnings).toMatchObject([
        { code: "cache-entry-damaged", message: expect.stringContaining("not what was put there") },
      ]);
      expect(await leftovers()).toEqual([]);
    },
  );

  test("an entry whose content never reached the disk before a power cut is made again", async () => {
    await put();
    await truncate(entryPath("content", "file"), 0);

    await using lease = await (await open()).put("root", key, produce("good"));
    expect(await textIn(lease.path)).toBe("good");
  });

  test("a damaged entry that another run reads is passed over, and stays", async () => {
    const cache = await open();
    await using _reader = await cache.put("root", key, produce("good"));
    await writeFile(entryPath("content", "file"), "evil");

    await using lease = await (await open()).put("root", key, produce("new"));
    expect(await textIn(lease.path)).toBe("new");
    expect(await textIn(entryPath("content"))).toBe("evil");
  });

  test.each([
    ["nobody may become root", new DebootcError("isolation-unavailable", "sudo asks for a password")],
    ["the run was cancelled", new DebootcError("cancelled", "cancelled")],
    ["too many files are open", Object.assign(new Error("too many"), { code: "EMFILE" })],
    ["sudo fails", new ToolError("tool-failed", "sudo failed", { tool: "sudo", hint: "" })],
  ])("an entry stays when it could not be read because %s", async (_why, error) => {
    await put();
    const unable = await open({ seal: () => Promise.reject(error) });

    await expect(unable.get("root", key)).rejects.toThrow(error);
    expect(scene.warnings).toEqual([]);
    expect(await (await open()).verify()).toEqual([{ kind: "root", key, state: "sound" }]);
    expect(await leftovers()).toEqual([]);
  });

  test.each([
    ["the disk", Object.assign(new Error("input/output error"), { code: "EIO" })],
    ["getfattr", new ToolError("tool-failed", "getfattr failed", { tool: "getfattr", hint: "" })],
  ])("an entry that %s cannot read is removed and reported", async (_what, error) => {
    await put();
    const damaged = await open({ seal: () => Promise.reject(error) });

    expect(await damaged.get("root", key)).toBeUndefined();
    expect(scene.warnings).toMatchObject([
      { code: "cache-entry-damaged", message: expect.stringContaining("unreadable") },
    ]);
  });

  test("content is sealed again once the last lease of it is gone, and not before", async () => {
    let sealed = 0;
    const cache = await open({ seal: () => Promise.resolve(digestOfBytes(String(++sealed && "same"))) });
    await (await cache.put("root", key, produce("good")))[Symbol.asyncDispose]();
    await using first = await cache.get("root", key);
    await using _second = await cache.get("root", key);
    expect([first?.key, sealed]).toEqual([key, 2]);
    await first?.[Symbol.asyncDispose]();
    await using _third = await cache.get("root", key);
    expect(sealed).toBe(2);
  });
});
