import { appendFile, chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildUser } from "../build/build-user.ts";

/** What a root needs beside packages before anything is built in it. The root is fresh: none of its paths is a trap. */
export async function fitBaseRoot(root: string): Promise<void> {
  const { name, id, home, shell } = buildUser;
  await appendFile(join(root, "etc/passwd"), `${name}:x:${id}:${id}:debootc build user:${home}:${shell}\n`);
  await appendFile(join(root, "etc/group"), `${name}:x:${id}:\n`);
  await appendFile(join(root, "etc/shadow"), `${name}:!:::::::\n`);
  await appendFile(join(root, "etc/gshadow"), `${name}:!::\n`);
  await mkdir(join(root, "build"));
  // Services of build dependencies are not started: nothing would stop them (policy-rc.d of invoke-rc.d(8)).
  await writeFile(join(root, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n");
  await chmod(join(root, "usr/sbin/policy-rc.d"), 0o755);
  await writeFile(
    join(root, "etc/hosts"),
    "127.0.0.1 localhost debootc\n::1 localhost ip6-localhost ip6-loopback\n",
  );
  await writeFile(join(root, "etc/hostname"), "debootc\n");
  await writeFile(join(root, "etc/resolv.conf"), "");
  await writeFile(
    join(root, "etc/apt/apt.conf.d/99debootc"),
    'APT::Install-Recommends "false";\nAPT::Sandbox::User "root";\n',
  );
  for (const path of ["etc/apt/sources.list", "var/cache/apt", "var/lib/apt/lists"]) {
    await rm(join(root, path), { recursive: true, force: true });
  }
}
