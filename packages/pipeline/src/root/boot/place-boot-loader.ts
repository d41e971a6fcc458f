import { grubBlsModules, grubFilesOf, grubModules } from "@debootc/core/disk/grub-packages";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { efiDirectory } from "@debootc/core/disk/efi-directory";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { escapedName } from "@debootc/core/tar/escaped-name";
import { readTar } from "@debootc/core/tar/read-tar";
import { readFilesystem } from "@debootc/tools/dpkg/dpkg-deb";
import { storedDeb } from "../../gather/deb-store.ts";
import type { RootDirectory } from "../../tree/root-directory.ts";
import { hasBootc } from "./bootc/has-bootc.ts";

interface BootLoader {
  readonly architecture: string;
  readonly packages: readonly LockedPackage[];
  /** The store of .debs. */
  readonly debsDirectory: string;
}

/** Says what the boot loader that was placed can do. */
export interface PlacedBootLoader {
  /** Whether it reads entries of the Boot Loader Specification. */
  readonly bls: boolean;
}

/**
 * Puts the boot loader into the tree, as an EFI system partition has it: whoever installs the tree finds it there,
 * and so does a running system. The directory is the one that bootupd reads. Nothing of the packages is run. A tree with
 * bootc gets the modules for bootc's own boot entries too, if the suite's GRUB has them.
 */
export async function placeBootLoader(
  root: RootDirectory,
  { architecture, packages, debsDirectory }: BootLoader,
  signal: AbortSignal,
): Promise<PlacedBootLoader> {
  const files = grubFilesOf(architecture);
  const [first] = packages;
  if (files === undefined || first === undefined) return { bls: false };
  const directory = efiDirectory(first.version);
  const pathsOf = (names: readonly string[]) =>
    names.map(
      (name) =>
        [`${files.modules}/${name}.mod`, `${directory}/EFI/debian/${files.platform}/${name}.mod`] as const,
    );
  const needed = new Map([
    [files.program, `${directory}/EFI/BOOT/${files.removableName}`],
    ...pathsOf(grubModules),
  ]);
  const wished = new Map((await hasBootc(root)) ? pathsOf(grubBlsModules) : []);
  const targets = new Map([...needed, ...wished]);
  const placed = new Set<string>();
  for (const { sha256 } of packages) {
    const found = await filesOf(storedDeb(debsDirectory, sha256), new Set(targets.keys()), signal);
    for (const [path, content] of found) {
      await root.writeFile(targets.get(path) as string, content);
      placed.add(path);
    }
  }
  const missing = [...needed.keys()].filter((path) => !placed.has(path));
  if (missing.length === 0)
    return { bls: wished.size > 0 && [...wished.keys()].every((path) => placed.has(path)) };
  const names = packages.map(({ name, version }) => `${name} ${version}`).join(", ");
  throw new DebootcError(
    "layout-impossible",
    `the boot loader lacks ${missing.join(", ")}: none of ${names} ships it`,
    { hint: "Remove `disk` from the treefile, or take GRUB from Debian's own archive." },
  );
}

/** A program of a boot loader is some megabytes; what is larger is none. */
const largestFile = 64 * 1024 * 1024;

async function filesOf(
  deb: string,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for await (const { entry, body } of readTar(readFilesystem(deb, signal), { readName: escapedName })) {
    const path = `/${entry.path.replace(/^\.?\//, "")}`;
    if (entry.type !== "file" || !wanted.has(path)) continue;
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of body) {
      size += piece.length;
      if (size > largestFile)
        throw new DebootcError(
          "layout-impossible",
          `${path} in ${deb} is not a boot loader: it is too large`,
        );
      pieces.push(piece);
    }
    found.set(path, Buffer.concat(pieces));
  }
  return found;
}
