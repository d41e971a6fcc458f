import { parseRelations } from "@debootc/core/deb822/relations";
import { readControlFile } from "@debootc/core/mock-build/control-file";

const fields = ["Build-Depends", "Build-Depends-Arch", "Build-Depends-Indep"];

/** Lists the build dependencies of a .dsc, each with its alternatives, without versions and restrictions. */
export function buildDependencyGroups(dsc: string): readonly (readonly string[])[] {
  const { field } = readControlFile(dsc, "the .dsc");
  return fields
    .flatMap((name) => parseRelations(field(name) ?? ""))
    .map((group) => group.map(({ name }) => name));
}
