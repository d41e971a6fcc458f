/** Where Debian keeps GRUB for EFI, and what of it goes on a disk. */
export interface GrubFiles {
  /** Names of the packages, of which the second came with trixie: before, the first has all. */
  readonly packages: readonly string[];
  /** The whole boot loader as one program, without a signature; absolute path in a package. */
  readonly program: string;
  /** Directory of its modules, absolute path in a package. */
  readonly modules: string;
  /** What the program is called where firmware looks for it by itself (UEFI 2.10, 3.5.1.1). */
  readonly removableName: string;
  /** GRUB's own name of the platform. */
  readonly platform: string;
}

/** GRUB of an architecture by Debian's name; `undefined` where debootc knows of none for EFI. */
export function grubFilesOf(architecture: string): GrubFiles | undefined {
  return files[architecture];
}

export const grubArchitectures = ["amd64", "arm64"] as const;

const files: Readonly<Record<string, GrubFiles>> = {
  amd64: grubFiles("amd64", "x86_64-efi", "x64"),
  arm64: grubFiles("arm64", "arm64-efi", "aa64"),
};

function grubFiles(architecture: string, platform: string, suffix: string): GrubFiles {
  return {
    packages: [`grub-efi-${architecture}-bin`, `grub-efi-${architecture}-unsigned`],
    program: `/usr/lib/grub/${platform}/monolithic/grub${suffix}.efi`,
    modules: `/usr/lib/grub/${platform}`,
    removableName: `BOOT${suffix.toUpperCase()}.EFI`,
    platform,
  };
}

/** What GRUB's program does not have inside: it reads the menu that ostree writes in syslinux' form. */
export const grubModules = ["syslinuxcfg"] as const;
