import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serveDirectory } from "./http-file-server.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-serve-"));
  await mkdir(join(directory, "served/objects"), { recursive: true });
  await writeFile(join(directory, "served/objects/a b"), "content");
  await writeFile(join(directory, "secret"), "secret");
  await symlink("../secret", join(directory, "served/out"));
});
afterEach(() => rm(directory, { recursive: true }));

test("files are served, and each request is remembered", async () => {
  await using server = await serveDirectory(join(directory, "served"));
  const answer = await fetch(`http://127.0.0.1:${server.port}/objects/a%20b`);

  expect(await answer.text()).toBe("content");
  expect(server.requests).toEqual([{ path: "/objects/a%20b", status: 200, bytes: 7 }]);
});

test.each(["/nothing", "/objects", "/out", "/..%2fsecret", "/%00", "/%"])("%s is not there", async (path) => {
  await using server = await serveDirectory(join(directory, "served"));

  expect((await fetch(`http://127.0.0.1:${server.port}${path}`)).status).toBe(404);
});
