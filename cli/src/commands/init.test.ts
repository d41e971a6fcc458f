import { expect, test } from "vitest";
import { call, deps, directories, stub } from "../door/call-command.fixture.ts";
import { init } from "./init.ts";

const files = ["system.yaml", "base.yaml", ".gitignore"];
const made = (directory: string) => ({
  directory,
  files,
  treefile: `${directory}/system.yaml`,
  unignored: [] as string[],
  isRepository: false,
});

test("init fills the directory that is named, and says how to go on", async () => {
  const directory = "/home/me/work/kiosk";
  const lock = `${directory}/system.lock.json`;
  const calls = stub("starter/init", "init", { ...made(directory), lock });
  const { said } = await call(init, "kiosk", "--template", "desktop", "--mirror", "https://a.example/debian");
  const [[request, dependencies, here] = []] = calls;

  expect(request).toEqual({
    directory,
    template: "desktop",
    noLock: false,
    arch: "amd64",
    cacheDir: "/cache",
    mirror: "https://a.example/debian",
    json: false,
  });
  expect(dependencies).toBe(deps);
  expect(here).toMatchObject({
    user: expect.any(String),
    keys: expect.any(Array),
    configuration: directories,
  });
  expect(said).toContain("kiosk/system.lock.json");
  expect(said).toContain("bin/debootc compose kiosk/system.yaml");
  expect(said).not.toContain("bin/debootc lock");
  expect(said).toContain("git init kiosk\n");
});

test("without an archive it says why there is no lock, and the command that makes it", async () => {
  stub("starter/init", "init", { ...made("/home/me/work"), unlocked: "cannot reach the mirror" });
  const { said, exitStatus } = await call(init);

  expect(said).toContain("cannot reach the mirror");
  expect(said).toContain("bin/debootc lock system.yaml");
  expect(exitStatus).toBe(0);
});

test("in a repository it leaves git alone, and says what its own .gitignore lacks", async () => {
  const result = { ...made("/home/me/work"), isRepository: true, unignored: ["/out/", "/.debootc-cache/"] };
  stub("starter/init", "init", result);
  const { said } = await call(init, "--no-lock");

  expect(said).toContain("add /out/ /.debootc-cache/");
  expect(said).not.toContain("git init");
});
