import { DebootcError } from "@debootc/core/error/debootc-error";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox";
import type { OperationContext } from "../worker/operation-context.ts";
import type { RootDirectory } from "./root-directory.ts";

interface Needed {
  readonly path: string;
  readonly debianPackage: string;
}

const needed: readonly Needed[] = [
  { path: "/usr/bin/dracut", debianPackage: "dracut" },
  { path: "/usr/lib/ostree/ostree-prepare-root", debianPackage: "ostree-boot" },
  { path: "/usr/bin/zstd", debianPackage: "zstd" },
];

/** Makes the initramfs with the image's own dracut, beside the kernel. Throws `layout-impossible`. */
export async function makeInitramfs(
  root: RootDirectory,
  kernel: string,
  timestamp: number,
  context: OperationContext,
): Promise<void> {
  const missing: string[] = [];
  for (const { path, debianPackage } of needed) if (!(await root.exists(path))) missing.push(debianPackage);
  if (missing.length > 0) {
    throw new DebootcError(
      "layout-impossible",
      `the image has the kernel ${kernel} but cannot make an initramfs: it lacks ${missing.join(", ")}`,
      {
        hint: `Add to packages: ${missing.join(", ")}. Only dracut has ostree's boot module in Debian.`,
      },
    );
  }
  context.report({ type: "progress", step: `making the initramfs of ${kernel}` });
  const image = `/usr/lib/modules/${kernel}/initramfs.img`;
  const complaints: string[] = [];
  await run(
    insideRoot(root.path, {
      tool: "dracut",
      args: [
        "--force",
        "--no-hostonly",
        "--reproducible",
        "--zstd",
        "--add",
        "ostree systemd",
        "--kver",
        kernel,
        image,
      ],
      env: { SOURCE_DATE_EPOCH: String(timestamp), DRACUT_NO_MKNOD: "1", HOME: "/root" },
      signal: context.signal,
      onLine: (line) => {
        context.log(line);
        if (/dracut\[E\]|dracut.*(?:FAILED|ERROR)/.test(line)) complaints.push(line);
      },
    }),
  );
  if (complaints.length > 0) {
    throw new DebootcError("layout-impossible", `dracut reported errors:\n  ${complaints.join("\n  ")}`, {
      hint: "The log of the node `root` has the whole output.",
    });
  }
  await root.setMode(image, 0o644);
}
