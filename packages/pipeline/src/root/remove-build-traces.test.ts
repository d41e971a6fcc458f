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

test("links are a package's own work, and so are the files that it ships", async () => {
  const kept = {
    "/etc/resolv.conf": "->../run/resolvconf/resolv.conf",
    "/etc/apt/sources.list": "->sources.list.vendor",
    "/etc/ssh/ssh_host_ed25519_key": "->/var/lib/keys/ed25519",
    "/etc/hostname": "appliance",
  };
  const root = await rootOf({ ...kept, "/var/lib/dpkg/info/appliance.list": "/.\n/etc\n/etc/hostname\n" });
  await removeBuildTraces(root);

  expect(await contentOf(root)).toMatchObject(kept);
});

test("a copy of the building machine's file goes though another package ships a file of that name elsewhere", async () => {
  const root = await rootOf({
    "/etc/resolv.conf": "nameserver 192.0.2.1",
    "/var/lib/dpkg/info/a.list": "/.\n/usr/share/etc/resolv.conf\n",
  });
  await removeBuildTraces(root);

  expect(await root.exists("/etc/resolv.conf")).toBe(false);
});
