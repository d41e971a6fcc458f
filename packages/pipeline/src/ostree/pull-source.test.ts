import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findPullSource } from "./pull-source.ts";

const careful = { unsigned: false, isChecked: false, outputDir: "/nonexistent" };

const named = (given: string) => ({ given, path: given });

describe("a URL", () => {
  test.each([
    ["keys are given", { isChecked: true }],
    ["unsigned commits are allowed", { unsigned: true }],
  ])("is pulled from when %s", async (_, allowed) => {
    const url = "https://updates.example.org/repo";

    expect(await findPullSource(named(url), { ...careful, ...allowed })).toEqual({ url });
  });

  test("is refused when nothing says how far it is trusted", async () => {
    await expect(findPullSource(named("https://updates.example.org/repo"), careful)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("no key is given"),
      hint: expect.stringMatching(/--gpg-key.*--unsigned/),
    });
  });

  test.each(["ftp://example.org/repo", "file:///srv/repo"])("%s is refused for its scheme", async (url) => {
    await expect(findPullSource(named(url), { ...careful, isChecked: true })).rejects.toMatchObject({
      code: "usage",
    });
  });

  test("with a password is refused without the password being repeated", async () => {
    const refused = findPullSource(named("http://me:geheim@example.org/"), { ...careful, isChecked: true });

    await expect(refused).rejects.toMatchObject({
      code: "usage",
      message: expect.not.stringContaining("geheim"),
    });
  });
});

describe("a path", () => {
  test("of a repository needs no key: it is this machine's", async () => {
    await using parent = await mkdtempDisposable(join(tmpdir(), "debootc pull-"));
    await mkdir(join(parent.path, "objects"));
    await writeFile(join(parent.path, "config"), "[core]\nmode=archive-z2\n");

    expect((await findPullSource(named(parent.path), careful)).url).toBe(
      `file://${parent.path.replaceAll(" ", "%20")}`,
    );
  });

  test("that is neither a repository nor a compose is refused", async () => {
    await expect(findPullSource(named("/nonexistent/x"), careful)).rejects.toMatchObject({ code: "usage" });
  });
});
