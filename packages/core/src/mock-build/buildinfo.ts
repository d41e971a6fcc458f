import { parseRelations } from "../deb822/relations.ts";
import { DebootcError } from "../error/debootc-error.ts";
import {
  type ControlFile,
  type ListedFile,
  listedFilesOf,
  readControlFile,
  sourceAndVersion,
  wordsOf,
} from "./control-file.ts";

/** Describes a package that was installed when a package was built. */
export interface InstalledBuildDependency {
  readonly name: string;
  readonly version: string;
  /** Given only if it is not the build's. */
  readonly architecture?: string;
}

/** Holds the contents of a .buildinfo file (deb-buildinfo(5)). */
export interface Buildinfo {
  readonly source: string;
  /** Version of the packages. */
  readonly version: string;
  /** Version of the source package, if it differs, as in a binary-only rebuild. */
  readonly sourceVersion?: string;
  /** What was built: `source`, `all` and names of architectures. */
  readonly architectures: readonly string[];
  readonly binaries: readonly string[];
  /** Architecture of the machine that compiled. */
  readonly buildArchitecture: string;
  /** In the format of RFC 5322, as in the file. */
  readonly buildDate?: string;
  readonly buildPath?: string;
  readonly buildOrigin?: string;
  /** The changelog entry of a binary-only rebuild. */
  readonly binaryOnlyChanges?: string;
  readonly installed: readonly InstalledBuildDependency[];
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly ListedFile[];
}

/** Reads a .buildinfo file without checking its signature, if it has one. Throws `source-invalid`. */
export function parseBuildinfo(text: string, origin: string): Buildinfo {
  const file = readControlFile(text, origin);
  refuseOtherFormat(file);
  const { source, version: sourceVersion } = sourceAndVersion(file.required("Source"));
  const optional = (key: keyof Buildinfo, name: string) => {
    const value = file.field(name)?.trim();
    return value ? { [key]: value } : {};
  };
  return {
    source,
    version: file.required("Version"),
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    architectures: wordsOf(file.required("Architecture")),
    binaries: wordsOf(file.field("Binary")),
    buildArchitecture: file.required("Build-Architecture"),
    ...optional("buildDate", "Build-Date"),
    ...optional("buildPath", "Build-Path"),
    ...optional("buildOrigin", "Build-Origin"),
    ...optional("binaryOnlyChanges", "Binary-Only-Changes"),
    installed: installedOf(file),
    environment: environmentOf(file.field("Environment") ?? ""),
    files: listedFilesOf(file),
  };
}

// Formats 0.2 to 1.0 agree on the fields that are read here; another major version may not.
function refuseOtherFormat({ origin, required }: ControlFile): void {
  const format = required("Format");
  if (/^[01]\.\d+$/.test(format)) return;
  throw new DebootcError("source-invalid", `${origin}: Format is ${format}; allowed: 0.1 to 1.x`, {
    hint: "It was written by a version of dpkg that this debootc does not support.",
  });
}

function installedOf({ origin, required }: ControlFile): InstalledBuildDependency[] {
  return required("Installed-Build-Depends")
    .split(",")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => {
      const [relation] = parseRelations(text)[0] ?? [];
      if (relation?.operator !== "=" || relation.version === undefined) {
        throw new DebootcError(
          "source-invalid",
          `${origin}: Installed-Build-Depends: not an exact version: ${text}`,
          {
            hint: "Each entry has the form: libc6 (= 2.41-12).",
          },
        );
      }
      const architecture = /^[^\s:(]+:([\w-]+)/.exec(text)?.[1];
      return {
        name: relation.name,
        version: relation.version,
        ...(architecture === undefined ? {} : { architecture }),
      };
    });
}

/** Reads `NAME="value"` lines, with `\` before a quote or a backslash. */
function environmentOf(field: string): Record<string, string> {
  const lines = field.matchAll(/^\s*(?<name>[A-Za-z_]\w*)="(?<value>(?:[^"\\]|\\.)*)"$/gm);
  return Object.fromEntries(
    [...lines].map(({ groups }) => [
      groups?.["name"] ?? "",
      (groups?.["value"] ?? "").replaceAll(/\\(.)/g, "$1"),
    ]),
  );
}
