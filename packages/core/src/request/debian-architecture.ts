import * as z from "zod";

/** Architectures that Debian releases or ports as official ones, by Debian's names. */
export const debianArchitectures = [
  "amd64",
  "arm64",
  "armel",
  "armhf",
  "i386",
  "loong64",
  "mips64el",
  "ppc64el",
  "riscv64",
  "s390x",
] as const;
export type DebianArchitecture = (typeof debianArchitectures)[number];

export const debianArchitectureSchema = z.enum(debianArchitectures);
