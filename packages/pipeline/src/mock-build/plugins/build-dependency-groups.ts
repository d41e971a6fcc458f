import { fieldOf } from "@debootc/core/deb822/stanzas";

const fields = ["Build-Depends", "Build-Depends-Arch", "Build-Depends-Indep"];

/** The build dependencies that a .dsc names: each with its alternatives, without versions and restrictions. */
export function buildDependencyGroups(dsc: string): readonly (readonly string[])[] {
  const text = dsc.replace(/^-----BEGIN PGP SIGNED MESSAGE-----[^]*?\n\n/, "");
  const groups = fields.flatMap((field) => (fieldOf(text, field) ?? "").split(","));
  return groups
    .map((group) => group.split("|").flatMap((one) => /^\s*([a-z0-9][a-z0-9+.-]+)/.exec(one)?.[1] ?? []))
    .filter((names) => names.length > 0);
}
