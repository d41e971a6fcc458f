import { indexPackages } from "../deb822/packages-index.ts";
import { type PackageUniverse, packageUniverse } from "./package-universe.ts";

/** A universe of one or more suites, written as stanzas: `name version` and further fields. */
export function universeOf(suites: Readonly<Record<string, readonly string[]>>): PackageUniverse {
  return packageUniverse(
    Object.entries(suites).map(([suite, stanzas]) => ({
      sourceId: suite.endsWith("-security") ? "debian-security" : "debian",
      suite,
      notAutomatic: suite.endsWith("-backports"),
      index: indexPackages(stanzas.map(stanzaOf).join("\n")),
    })),
  );
}

function stanzaOf(text: string): string {
  const [head = "", ...fields] = text.split("; ");
  const [name, version] = head.split(" ");
  return [`Package: ${name}`, `Version: ${version}`, ...fields, ""].join("\n");
}
