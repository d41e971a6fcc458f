import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OptUsrlocal } from "@debootc/core/treefile/keys/system/opt-usrlocal";
import type { RootDirectory } from "../../tree/root-directory.ts";

interface Move {
  readonly from: string;
  readonly to: string;
  readonly link: string;
}

/** Where each directory of the machine is, seen from the image's read-only tree. */
const moves: readonly Move[] = [
  { from: "/home", to: "/var/home", link: "var/home" },
  { from: "/srv", to: "/var/srv", link: "var/srv" },
  { from: "/mnt", to: "/var/mnt", link: "var/mnt" },
  { from: "/root", to: "/var/roothome", link: "var/roothome" },
];
/** Those that are the machine's own unless `opt-usrlocal` says otherwise. */
const localMoves: readonly Move[] = [
  { from: "/opt", to: "/var/opt", link: "var/opt" },
  { from: "/usr/local", to: "/var/usrlocal", link: "../var/usrlocal" },
];
/** Only /usr of a deployment is read-only: a write into /opt itself would change ostree's own objects. */
const imageOpt: Move = { from: "/opt", to: "/usr/lib/opt", link: "usr/lib/opt" };

/**
 * Turns the writable directories outside /var into links, after rpm-ostree's layout, and makes the mount
 * points of ostree. What packages put there moves along and is judged with the rest of /var. Throws
 * `layout-impossible`.
 */
export async function linkToplevel(root: RootDirectory, optUsrlocal: OptUsrlocal): Promise<void> {
  for (const move of movesToVar(optUsrlocal)) await moveAndLink(root, move);
  if (optUsrlocal === "root") {
    if ((await root.list(imageOpt.to)).length > 0) throw takenPlace();
    await moveAndLink(root, imageOpt);
    await root.makeDirectory("/usr/local");
  }
  await root.makeLink("/media", "run/media");
  await root.makeLink("/ostree", "sysroot/ostree");
  await root.makeDirectory("/sysroot");
  await root.makeDirectory("/boot");
}

async function moveAndLink(root: RootDirectory, { from, to, link }: Move): Promise<void> {
  if (await root.exists(from)) {
    await root.remove(to);
    await root.move(from, to);
  } else {
    await root.makeDirectory(to, from === "/root" ? 0o700 : 0o755);
  }
  await root.makeLink(from, link);
}

/** Returns the name that a path had before the move: the one that scripts and `remove-files` use. */
export function pathBeforeMove(path: string, optUsrlocal: OptUsrlocal): string {
  const all = optUsrlocal === "root" ? [...moves, imageOpt] : [...moves, ...localMoves];
  const move = all.find(({ to }) => path === to || path.startsWith(`${to}/`));
  return move === undefined ? path : move.from + path.slice(move.to.length);
}

function movesToVar(optUsrlocal: OptUsrlocal): readonly Move[] {
  return optUsrlocal === "var" ? [...moves, ...localMoves] : moves;
}

function takenPlace(): DebootcError {
  return new DebootcError("layout-impossible", `${imageOpt.to}, where /opt goes, has files of its own`, {
    hint: "Remove them with remove-files, or write `opt-usrlocal: var`.",
  });
}
