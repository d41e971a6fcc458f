import { starterTemplateNames } from "@debootc/core/starter/starter-template";
import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTreefile } from "../treefile/read-treefile.ts";
import { unignoredPaths, writeStarter } from "./write-starter.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@example.org";

/** Makes a directory for one test. */
const scratch = () => mkdtempDisposable(join(tmpdir(), "debootc-starter-"));

test.each(
  starterTemplateNames.flatMap((template) => [
    { template, keys: [key], user: "maria" },
    { template, keys: [], user: "root" },
  ]),
)("a $template is whole, of files of its directory alone: $user", async ({ template, keys, user }) => {
  await using parent = await scratch();
  const directory = join(parent.path, "My System!");
  await writeStarter({ directory, template, user, keys });

  for (const architecture of ["amd64", "arm64"]) {
    const file = join(directory, "system.yaml");
    const { treefile, warnings } = await readTreefile(file, architecture, { inspect: true });
    const [account] = treefile.users;

    expect(warnings).toEqual([]);
    expect(treefile.ref).toBe(`my-system/trixie/${architecture}/system`);
    expect(account?.name).toBe(user === "root" ? "admin" : user);
    // Nobody is locked out: whoever has no key is asked for the password that the machine gives.
    expect(treefile.sshKeys.length + treefile.passwords.length).toBeGreaterThan(0);
    expect(account?.sudo).toBe(treefile.passwords.length > 0 ? "password" : "nopasswd");
    expect(treefile.packages).toEqual(expect.arrayContaining(["openssh-server"]));
  }
});

test("editors find the schema, git leaves results out, and the workflow composes the treefile", async () => {
  await using directory = await scratch();
  const files = await writeStarter({ directory: directory.path, template: "server", user: "me", keys: [] });
  const text = (path: string) => readFile(join(directory.path, path), "utf8");

  expect(files).toEqual(expect.arrayContaining(["system.yaml", "server.yaml", "include/backports.yaml"]));
  expect(await text("system.yaml")).toMatch(/^# yaml-language-server: \$schema=treefile\.schema\.json\n/);
  expect(JSON.parse(await text("treefile.schema.json"))).toHaveProperty("properties.hostname");
  expect(await text(".gitignore")).toContain("/out/");
  expect(await text(".github/workflows/image.yml")).toContain("file: system.yaml");
});

test("the commented lines are right, too", async () => {
  await using directory = await scratch();
  await writeStarter({ directory: directory.path, template: "appliance", user: "me", keys: [] });
  const file = join(directory.path, "system.yaml");
  const text = await readFile(file, "utf8");
  const uncommented = text.replaceAll(/^( *)# (?=(?!yaml-)[a-z-]+:(?: |$)|  - |- )/gm, "$1");
  await mkdir(join(directory.path, "files"), { recursive: true });
  await writeFile(join(directory.path, "files/app.service"), "[Install]\nWantedBy=multi-user.target\n");
  await writeFile(file, uncommented.replace("AAAA... me@example.org", key.slice("ssh-ed25519 ".length)));
  const { treefile } = await readTreefile(file, "amd64", { inspect: true });

  expect(treefile).toMatchObject({
    timezone: { name: "Europe/Lisbon" },
    locale: { name: "pt_PT.UTF-8" },
    keyboard: { layout: "pt" },
  });
  expect(treefile.units.map(({ name }) => name)).toContain("app.service");
  expect(treefile.packages).toContain("linux-image-amd64");
});

test("a .gitignore that is there stays, and what it lacks is named", async () => {
  await using directory = await scratch();
  const file = join(directory.path, ".gitignore");
  await writeFile(file, "*.o\n/out/\n");
  const files = await writeStarter({ directory: directory.path, template: "server", user: "me", keys: [] });

  expect(files).not.toContain(".gitignore");
  expect(await readFile(file, "utf8")).toBe("*.o\n/out/\n");
  expect(await unignoredPaths(directory.path)).toEqual(["/.debootc-cache/"]);
});

test("nothing is written where any of the files is", async () => {
  await using directory = await scratch();
  await writeFile(join(directory.path, "base.yaml"), "mine\n");
  const wanted = { directory: directory.path, template: "server", user: "me", keys: [] } as const;

  await expect(writeStarter(wanted)).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("base.yaml"),
  });
  expect(await readdir(directory.path)).toEqual(["base.yaml"]);
});
