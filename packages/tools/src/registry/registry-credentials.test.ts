import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { authFilesOf, findCredential } from "./registry-credentials.ts";

const reference = { registry: "ghcr.io", name: "me/minimal" };
const file = (login: string) =>
  JSON.stringify({ auths: { "ghcr.io": { auth: Buffer.from(`${login}:x`).toString("base64") } } });

test("without any variable there is no place for logins", () => {
  expect(authFilesOf({})).toEqual([]);
});

test("the files of podman come before that of docker, and the variable replaces them all", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-auth-"));
  const environment = { XDG_RUNTIME_DIR: join(work.path, "run"), HOME: join(work.path, "home") };
  const places = [
    "home/.docker/config.json",
    "home/.config/containers/auth.json",
    "run/containers/auth.json",
    "given",
  ];
  const found = async (more = {}) => findCredential(reference, { ...environment, ...more });

  expect(await found()).toBeUndefined();
  for (const place of places) {
    const path = join(work.path, place);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file(place));
    const more = place === "given" ? { REGISTRY_AUTH_FILE: path } : {};
    expect(await found(more)).toEqual({ credential: { login: place, password: "x" }, origin: path });
  }
});

test("a file that the variable names must exist and be readable", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-auth-"));

  for (const path of [join(work.path, "none"), work.path])
    await expect(findCredential(reference, { REGISTRY_AUTH_FILE: path })).rejects.toMatchObject({
      code: "settings-invalid",
      message: expect.stringContaining(path),
    });
});

test("a helper that is not installed is named", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-auth-"));
  for (const helper of ["debootc-none", "../../bin/sh"]) {
    const path = join(work.path, "auth.json");
    await writeFile(path, JSON.stringify({ credHelpers: { "ghcr.io": helper } }));
    await expect(findCredential(reference, { REGISTRY_AUTH_FILE: path })).rejects.toMatchObject({
      code: "settings-invalid",
      message: expect.stringContaining(`docker-credential-${helper}`),
    });
  }
});
