import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Makes the host's /usr a root in a directory: for tests that need a root at once. To be used with `binds`. */
export async function smallRoot(directory: string): Promise<{
  readonly root: string;
  readonly binds: readonly { readonly source: string; readonly target: string }[];
}> {
  // The directory itself is one that only its owner may enter.
  const root = join(directory, "root");
  for (const name of ["usr", "etc", "proc", "dev", "tmp", "run", "sys", "build", "var"])
    await mkdir(join(root, name), { recursive: true });
  for (const name of ["bin", "sbin", "lib", "lib64"]) await symlink(`usr/${name}`, join(root, name));
  await writeFile(join(root, "etc/hosts"), "127.0.0.1 localhost\n");
  return { root, binds: [{ source: "/usr", target: "/usr" }, ...alternatives] };
}

const alternatives = [{ source: "/etc/alternatives", target: "/etc/alternatives" }];
