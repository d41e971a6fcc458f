import type { RootDirectory } from "./root-directory.ts";

/** Where each directory of the machine's own lives, seen from the image's read-only tree. */
const moves = [
  { from: "/home", to: "/var/home", link: "var/home" },
  { from: "/srv", to: "/var/srv", link: "var/srv" },
  { from: "/opt", to: "/var/opt", link: "var/opt" },
  { from: "/mnt", to: "/var/mnt", link: "var/mnt" },
  { from: "/root", to: "/var/roothome", link: "var/roothome" },
  { from: "/usr/local", to: "/var/usrlocal", link: "../var/usrlocal" },
] as const;

/**
 * Turns the writable directories outside /var into links, after rpm-ostree's layout, and makes the mount
 * points of ostree. What packages put there moves along and is judged with the rest of /var.
 */
export async function linkToplevel(root: RootDirectory): Promise<void> {
  for (const { from, to, link } of moves) {
    if (await root.exists(from)) {
      await root.remove(to);
      await root.move(from, to);
    } else {
      await root.makeDirectory(to, from === "/root" ? 0o700 : 0o755);
    }
    await root.makeLink(from, link);
  }
  await root.makeLink("/media", "run/media");
  await root.makeLink("/ostree", "sysroot/ostree");
  await root.makeDirectory("/sysroot");
  await root.makeDirectory("/boot");
}

/** Every path in /var and in the directories that move there, by the name it has after the move. */
export async function pathsOutsideImage(root: RootDirectory): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  for (const { from, to } of [{ from: "/var", to: "/var" }, ...moves]) {
    for await (const { path } of root.walk(from)) paths.add(to + path.slice(from.length));
  }
  return paths;
}

/** The name that a path in /var had before the move: the one that scripts and `remove-files` use. */
export function pathBeforeMove(path: string): string {
  const move = moves.find(({ to }) => path === to || path.startsWith(`${to}/`));
  return move === undefined ? path : move.from + path.slice(move.to.length);
}
