import * as z from "zod";

/** Architectures that Debian builds for, by Debian's names. */
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

/** Debian's name for what kernels, compilers and container tools call otherwise; for suggestions only. */
export const debianNameOfArchitecture: Readonly<Record<string, DebianArchitecture>> = {
  x64: "amd64",
  x86_64: "amd64",
  "x86-64": "amd64",
  aarch64: "arm64",
  armv7: "armhf",
  armv7l: "armhf",
  armv7hl: "armhf",
  i586: "i386",
  i686: "i386",
  x86: "i386",
  loongarch64: "loong64",
  ppc64le: "ppc64el",
};
