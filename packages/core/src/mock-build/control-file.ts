import { fieldOf, stanzasOf } from "../deb822/stanzas.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { clearSigned } from "../openpgp/clear-signed.ts";
import type { Digest } from "../record/digest.ts";

/** Describes a file that a .changes or .buildinfo lists. */
export interface ListedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Digest;
}

/** Gives access to a control file of one stanza, such as .changes, with the file's name for messages. */
export interface ControlFile {
  readonly origin: string;
  readonly field: (name: string) => string | undefined;
  /** Returns a field's value. Throws `source-invalid` if the field is missing. */
  readonly required: (name: string) => string;
}

/** Reads a text of one stanza. The armour of a signature is removed without checking it. Throws `source-invalid`. */
export function readControlFile(text: string, origin: string): ControlFile {
  const message = clearSigned(text.replaceAll("\r\n", "\n"));
  if (message.fault !== undefined) {
    const { line, message: fault } = message.fault;
    throw new DebootcError("source-invalid", `${origin}:${line}: ${fault}`, { hint: "Get it again." });
  }
  const stanza = stanzasOf(message.text.trimStart()).next().value;
  if (stanza === undefined || !/^[!-9;-~]+:/.test(stanza)) {
    throw new DebootcError("source-invalid", `${origin}: it has no fields such as "Source: name"`, {
      hint: "Use a .changes, .buildinfo or .deb file as written by dpkg.",
    });
  }
  const field = (name: string) => fieldOf(stanza, name);
  const required = (name: string): string => {
    const value = field(name)?.trim();
    if (value) return value;
    throw new DebootcError("source-invalid", `${origin}: the field ${name} is missing`, {
      hint: "It may be truncated: get it again.",
    });
  };
  return { origin, field, required };
}

/** Lists the files in `Checksums-Sha256`: a hash, size and name per line (deb-changes(5)). Throws `source-invalid`. */
export function listedFilesOf({ origin, required }: ControlFile): ListedFile[] {
  return required("Checksums-Sha256")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { hash, size, name } =
        /^(?<hash>[0-9a-f]{64}) +(?<size>\d+) +(?<name>\S+)$/.exec(line)?.groups ?? {};
      if (
        hash === undefined ||
        name === undefined ||
        !isPlainName(name) ||
        !Number.isSafeInteger(Number(size))
      ) {
        throw new DebootcError(
          "source-invalid",
          `${origin}: cannot read a line of Checksums-Sha256: ${line}`,
          {
            hint: "Each line has a SHA-256, a size in bytes and a file name without a directory.",
          },
        );
      }
      return { name, size: Number(size), sha256: `sha256:${hash}` };
    });
}

/**
 * Reads `name (version)`. The version is only present if it differs from that of the packages, as in a binary-only
 * rebuild.
 */
export function sourceAndVersion(field: string): { readonly source: string; readonly version?: string } {
  const { source = field, version } =
    /^(?<source>\S+)(?:\s+\((?<version>[^)\s]+)\))?/.exec(field)?.groups ?? {};
  return version === undefined ? { source } : { source, version };
}

export function wordsOf(field: string | undefined): string[] {
  return (field ?? "").split(/\s+/).filter((word) => word !== "");
}

function isPlainName(name: string): boolean {
  return !name.includes("/") && !name.startsWith(".");
}
