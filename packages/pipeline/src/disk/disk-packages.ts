/** Lists the packages of the programs that shape the bytes of a disk image. */
export const diskPackages = ["dosfstools", "e2fsprogs", "fdisk", "mtools", "ostree", "qemu-utils"];
