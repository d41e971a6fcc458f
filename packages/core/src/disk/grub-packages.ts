/** Says where Debian keeps GRUB for EFI, and which of its files go on a disk. */
export interface GrubFiles {
  /** Names of its packages. The second came with trixie; in older releases the first has everything. */
  readonly packages: readonly string[];
  /** The complete boot loader as one program, unsigned; absolute path in a package. */
  readonly program: string;
  /** Directory of its modules, absolute path in a package. */
  readonly modules: string;
  /** Name of the program where firmware looks for it by default (UEFI 2.10, 3.5.1.1). */
  readonly removableName: string;
  /** GRUB's name of the platform. */
  readonly platform: string;
}

/** Returns GRUB's files for a Debian architecture; `undefined` if debootc knows of no EFI GRUB for it. */
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

/** Lists the modules that GRUB's program lacks: this one reads the menu that ostree writes in syslinux format. */
export const grubModules = ["syslinuxcfg"] as const;

/**
 * Lists further modules, which GRUB has since 2.14: this one reads entries of the Boot Loader Specification. bootc writes such
 * entries; ostree's are read from its menu in every suite.
 */
export const grubBlsModules = ["blsuki"] as const;
