import { buildUser } from "@debootc/core/mock-build/chroot/build-user";
import { RootDirectory } from "../../tree/root-directory.ts";

/**
 * What a root needs beside packages before anything is built in it. Their scripts have run as root there: every path is
 * resolved inside of it.
 */
export async function fitBaseRoot(path: string): Promise<void> {
  const root = new RootDirectory(path);
  const { name, id, home, shell } = buildUser;
  await append(root, "/etc/passwd", `${name}:x:${id}:${id}:debootc build user:${home}:${shell}\n`);
  await append(root, "/etc/group", `${name}:x:${id}:\n`);
  await append(root, "/etc/shadow", `${name}:!:::::::\n`);
  await append(root, "/etc/gshadow", `${name}:!::\n`);
  await root.makeDirectory("/build");
  // Services of build dependencies are not started: nothing would stop them (policy-rc.d of invoke-rc.d(8)).
  await root.writeFile("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755);
  await root.writeFile(
    "/etc/hosts",
    "127.0.0.1 localhost debootc\n::1 localhost ip6-localhost ip6-loopback\n",
  );
  await root.writeFile("/etc/hostname", "debootc\n");
  await root.writeFile("/etc/resolv.conf", "");
  await root.writeFile(
    "/etc/apt/apt.conf.d/99debootc",
    'APT::Install-Recommends "false";\nAPT::Sandbox::User "root";\n',
  );
  for (const removed of ["/etc/apt/sources.list", "/var/cache/apt", "/var/lib/apt/lists"]) {
    await root.remove(removed);
  }
}

async function append(root: RootDirectory, path: string, line: string): Promise<void> {
  await root.rewriteFile(path, `${(await root.readText(path)) ?? ""}${line}`);
}
