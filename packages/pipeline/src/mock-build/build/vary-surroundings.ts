import type { BuildVariation } from "@debootc/core/mock-build/build-variation";
import { mountReversed } from "@debootc/tools/proof/disorderfs";
import { unmount } from "@debootc/tools/sandbox/overlay";
import { plainPath } from "@debootc/tools/files/plain-path";
import { run } from "@debootc/tools/run";
import { chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildDirectory, buildUser } from "@debootc/core/mock-build/chroot/build-user";

const clockSource = join(import.meta.dirname, "../../../../tools/data/later-clock.c");
/** Where a chroot keeps the library that shows a later time. */
const clockLibrary = "/usr/local/lib/debootc-later-clock.so";

/** What each command of a varied build is started with. */
interface VariedStart {
  readonly user: { readonly name: string; readonly id: number };
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
  /** Put before the command. */
  readonly prefix: readonly string[];
}

/** How commands are started in these surroundings. */
export function variedStart({
  user,
  hostname,
  timeZone,
  locale,
  umask,
  clockSeconds,
}: BuildVariation): VariedStart {
  const clock = clockSeconds === 0 ? [] : ["env", `LD_PRELOAD=${clockLibrary}`];
  return {
    user,
    hostname,
    env: { TZ: timeZone, LANG: locale, LC_ALL: locale, USER: user.name, LOGNAME: user.name },
    // There is no program that only sets the umask.
    prefix: [...clock, "sh", "-c", `umask ${umask} && exec "$@"`, "sh"],
  };
}

/** Gives the build user of a chroot another name and number, before anything of the package is in it. */
export async function renameBuildUser(root: string, { name, id }: BuildVariation["user"]): Promise<void> {
  for (const file of ["passwd", "group", "shadow", "gshadow"]) {
    const path = await plainPath(root, `/etc/${file}`);
    const text = await readFile(path, "utf8");
    const lines = text.split("\n").map((line) => {
      const fields = line.split(":");
      if (fields[0] !== buildUser.name) return line;
      const own = fields.map((field) => (field === String(buildUser.id) ? String(id) : field));
      return [name, ...own.slice(1)].join(":");
    });
    await writeFile(path, lines.join("\n"));
  }
}

/**
 * Compiles the library that shows a later time, by the chroot's own compiler: it fits its C library and architecture.
 * `compile` runs a command in the chroot, in the directory where packages are built.
 */
export async function placeClock(
  root: string,
  clockSeconds: number,
  compile: (command: readonly string[]) => Promise<void>,
): Promise<void> {
  const place = await plainPath(root, buildDirectory);
  const source = join(place, ".later-clock.c");
  await copyFile(clockSource, source);
  await chmod(source, 0o644);
  await compile([
    "gcc",
    "-O1",
    "-shared",
    "-fPIC",
    `-DLATER_SECONDS=${clockSeconds}L`,
    "-o",
    ".later-clock.so",
    ".later-clock.c",
  ]);
  const library = await plainPath(root, clockLibrary);
  await mkdir(dirname(library), { recursive: true });
  await rename(join(place, ".later-clock.so"), library);
  await rm(source);
}

/**
 * disorderfs does everything as whoever asked for it, so all users must be able to go there; directories of the cache
 * are closed. The mount namespace is this worker's own: the machine's /mnt stays what it is.
 */
const inOrder = "/mnt";

/** Shows the directory where packages are built with its entries in reverse order, until it is disposed of. */
export async function reverseFiles(root: string, workDirectory: string): Promise<AsyncDisposable> {
  const place = await plainPath(root, buildDirectory);
  const reversed = join(workDirectory, "reversed");
  await using mounts = new AsyncDisposableStack();
  await mkdir(reversed);
  const bind = async (source: string, target: string) => {
    await run({ tool: "mount", args: ["--bind", source, target] });
    mounts.defer(() => unmount(target));
  };
  await bind(place, inOrder);
  // Not at once over the place itself: FUSE wants an empty directory.
  mounts.use(await mountReversed(inOrder, reversed));
  await bind(reversed, place);
  return mounts.move();
}
