import { exportImageRequestSchema } from "@debootc/core/request/export/export-image-request";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { formatNames } from "../export/export-formats.ts";
import { plant, wholeEntry } from "../image/root.fixture.ts";
import { exportImage } from "./export-image.ts";

const status = `Package: dpkg
Status: install ok installed
Version: 1.22
Architecture: arm64
Maintainer: Me <me@example.org>
Description: x

Package: hello
Status: install ok installed
Version: 1.0-1
Architecture: arm64
Maintainer: Me <me@example.org>
Description: x
`;

const files = {
  "etc/hello.conf": "greeting=hello\n",
  "etc/os-release": 'ID=debian\nVERSION_ID="13"\n',
  "usr/bin/hello": "#!/bin/sh\necho hello\n",
  "usr/lib/modules/6.12.1/vmlinuz": "a kernel",
  "usr/lib/sysimage/dpkg/status": status,
  "usr/lib/sysimage/dpkg/info/hello.list": "/usr\n/usr/bin\n/usr/bin/hello\n",
};

/** The newest file of the root, in seconds since 1970. */
export const newest = 1_700_000_000;

/** Makes a root that other tools could have made, and what exports its image in a directory of the test. */
export async function openExportScene() {
  const home = await mkdtemp(join(tmpdir(), "debootc-export-"));
  const path = (name: string) => join(home, name);
  const root = path("root");
  await mkdir(root);
  await plant(root, [
    wholeEntry({ path: ".", type: "directory" }),
    wholeEntry({ path: "owned", type: "directory", uid: 1234, gid: 50, mode: 0o2775 }),
    wholeEntry({ path: "owned/su", type: "file", mode: 0o4755, bytes: Buffer.from("su") }),
    wholeEntry({ path: "link", type: "symlink", linkPath: "usr/bin/hello" }),
  ]);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
    await utimes(join(root, name), newest, newest);
  }
  await mkdir(join(root, "var/lib"), { recursive: true });
  await symlink("../../usr/lib/sysimage/dpkg", join(root, "var/lib/dpkg"));
  const schema = exportImageRequestSchema(formatNames("image"));
  const dependencies = {
    emit: () => {},
    signal: new AbortController().signal,
    clock: () => new Date("2026-02-01T00:00:00Z"),
    environment: { proxy: {}, user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } },
  };
  return {
    path,
    root,
    /** Exports with the program's own defaults, as from a command line. */
    image: (source: string, to: string, wishes: Readonly<Record<string, unknown>> = {}) => {
      const common = { outputDir: path("out"), cacheDir: path("cache"), arch: "amd64" };
      return exportImage(schema.parse({ source, to: path(to), ...common, ...wishes }), dependencies);
    },
    /** Makes a repository with one commit by ostree itself. */
    committed: async (name: string, options: readonly string[] = [], mode = "archive") => {
      const repo = path(name);
      const ostree = (...args: string[]) => run({ tool: "ostree", args: [`--repo=${repo}`, ...args] });
      await ostree("init", `--mode=${mode}`);
      const about = ["--branch=other/tree", "--timestamp=2025-01-02T03:04:05Z"];
      const { stdout } = await ostree("commit", ...about, `--tree=dir=${root}`, ...options);
      return { repo, checksum: stdout.trim() };
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}
