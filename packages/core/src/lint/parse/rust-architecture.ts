/** Maps the names that Debian or Go use to those of `std::env::consts::ARCH`. */
const rustNames: Readonly<Record<string, string>> = {
  amd64: "x86_64",
  x64: "x86_64",
  arm64: "aarch64",
  armhf: "arm",
  armel: "arm",
  i386: "x86",
  "386": "x86",
  i686: "x86",
  ppc64el: "powerpc64",
  ppc64le: "powerpc64",
  loong64: "loongarch64",
};
const known = ["x86_64", "aarch64", "arm", "x86", "powerpc64", "riscv64", "s390x", "loongarch64", "mips64"];

/** Explains why bootc does not recognise an architecture on any machine; returns undefined if it does. */
export function rustArchitectureFault(
  name: string,
): { readonly message: string; readonly hint?: string } | undefined {
  if (known.includes(name)) return undefined;
  const right = rustNames[name.toLowerCase()] ?? known.find((other) => other === name.toLowerCase());
  const message = `is for the architecture ${name}, which is not a name that bootc knows`;
  return right === undefined ? { message } : { message, hint: `bootc's name for it is ${right}.` };
}
