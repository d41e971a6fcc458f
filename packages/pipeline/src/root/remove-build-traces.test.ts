import { expect, test } from "vitest";
import { removeBuildTraces, removeRunTraces } from "./remove-build-traces.ts";
import { contentOf, modeOf, rootOf } from "./root-scene.fixture.ts";

const files = {
  "/etc/hostname": "builder",
  "/etc/resolv.conf": "nameserver 192.0.2.1",
  "/etc/apt/sources.list": "",
  "/etc/passwd-": "",
  "/etc/passwd": "root",
  "/etc/ssh/ssh_host_ed25519_key": "secret",
  "/etc/ssh/ssh_host_ed25519_key.pub": "public",
  "/etc/ssh/ssh_config": "kept",
  "/dev/left": "",
  "/run/lock/x": "",
};
const emptied = { "/dev/": "", "/proc/": "", "/run/": "", "/sys/": "", "/tmp/": "" };

test("nothing of the building machine is left, nor keys that one machine alone should have", async () => {
  const root = await rootOf(files);
  await removeBuildTraces(root);

  expect(await contentOf(root)).toEqual({
    ...emptied,
    "/etc/apt/": "",
    "/etc/passwd": "root",
    "/etc/ssh/ssh_config": "kept",
  });
  expect(await modeOf(root, "/tmp")).toBe("1777");
});

test("at the end, files that the treefile has put in place of the build's stay", async () => {
  const root = await rootOf(files);
  await removeRunTraces(root);

  expect(await contentOf(root)).toMatchObject({ ...emptied, "/etc/hostname": "builder" });
  expect(await root.exists("/etc/ssh/ssh_host_ed25519_key")).toBe(false);
});
