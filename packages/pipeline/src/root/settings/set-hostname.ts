import type { RootDirectory } from "../../tree/root-directory.ts";

/** Names the machines, and lets them find themselves by that name without a name server. */
export async function setHostname(root: RootDirectory, hostname: string): Promise<void> {
  await root.writeFile("/etc/hostname", `${hostname}\n`);
  const [short = hostname] = hostname.split(".");
  const names = short === hostname ? hostname : `${hostname} ${short}`;
  const others = ((await root.readText("/etc/hosts")) ?? "127.0.0.1 localhost\n")
    .split("\n")
    .filter((line) => line !== "" && !/^127\.0\.1\.1\s/.test(line));
  const lines = [...others, `127.0.1.1 ${names}`];
  await root.writeFile("/etc/hosts", lines.map((line) => `${line}\n`).join(""));
}
