import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Command, run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import type { OperationContext } from "../../worker/operation-context.ts";
import type { ScriptGround } from "../../limits/script-ground.ts";
import { type DracutArgument, dracutRefusal } from "./dracut-refusal.ts";
import { dracutModules } from "./dracut-modules.ts";
import { keptInitramfs } from "./initramfs/kept-initramfs.ts";
import type { RootDirectory } from "../../tree/root-directory.ts";

interface Needed {
  readonly path: string;
  readonly debianPackage: string;
}

const needed: readonly Needed[] = [
  { path: "/usr/bin/dracut", debianPackage: "dracut" },
  { path: "/usr/lib/ostree/ostree-prepare-root", debianPackage: "ostree-boot" },
  { path: "/usr/bin/zstd", debianPackage: "zstd" },
];

/**
 * As Debian's initramfs-tools have it. dracut's own level, 15, takes ten times as long for an initramfs that is a
 * hundredth smaller; the number of threads does not change the bytes.
 */
const compressor = "zstd -9 -q -T0";

interface Initramfs {
  /** Its release. */
  readonly kernel: string;
  readonly initramfsArgs: readonly DracutArgument[];
  /** SOURCE_DATE_EPOCH, seconds. */
  readonly timestamp: number;
  /** A directory to work in, outside the root. */
  readonly workDirectory: string;
}

/**
 * Makes the initramfs with the image's own dracut, next to the kernel, or takes one that dracut made of the same, if the
 * context has somebody to ask for it. Throws `layout-impossible`, and
 * `treefile-invalid` where dracut complains of what an argument of the treefile asks for.
 */
export async function makeInitramfs(
  root: RootDirectory,
  { kernel, initramfsArgs, timestamp, workDirectory }: Initramfs,
  ground: ScriptGround,
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
  const image = `/usr/lib/modules/${kernel}/initramfs.img`;
  const { ask } = context;
  const wish = { kernel, initramfsArgs: initramfsArgs.map(({ argument }) => argument), timestamp };
  const keeper = ask && (await keptInitramfs(root, { image, wish, workDirectory }, { ...context, ask }));
  if (keeper === "reused") {
    context.report({ type: "progress", step: `reusing the initramfs of ${kernel}` });
    context.log(`the initramfs of ${kernel} is one that dracut made of the same`);
    return root.setMode(image, 0o644);
  }
  context.report({ type: "progress", step: `making the initramfs of ${kernel}` });
  const traced = keeper?.traced ?? ((command: Command) => command);
  const modules = await dracutModules(root);
  const complaints: string[] = [];
  const { exitCode } = await ground.within({ name: "initramfs", what: "dracut" }, (limit) =>
    run(
      limit(
        traced(
          insideRoot(
            root.path,
            {
              tool: "dracut",
              args: [
                "--force",
                "--no-hostonly",
                "--reproducible",
                `--compress=${compressor}`,
                "--add",
                modules.join(" "),
                ...wish.initramfsArgs,
                "--kver",
                kernel,
                image,
              ],
              env: { SOURCE_DATE_EPOCH: String(timestamp), DRACUT_NO_MKNOD: "1", HOME: "/root" },
              signal: context.signal,
              accept: [0, 1],
              onLine: (line) => {
                context.log(line);
                if (/dracut\[E\]|dracut.*(?:FAILED|ERROR)/.test(line)) complaints.push(line);
              },
            },
            { withoutSync: true },
          ),
        ),
      ),
    ),
  );
  if (exitCode !== 0 || complaints.length > 0) throw dracutRefusal(complaints, initramfsArgs);
  await root.setMode(image, 0o644);
  await keeper?.keep();
}
