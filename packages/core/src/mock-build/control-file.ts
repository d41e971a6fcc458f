import { fieldOf, stanzasOf } from "../deb822/stanzas.ts";
import { DebootcError } from "../error/debootc-error.ts";
import { clearSigned } from "../openpgp/clear-signed.ts";
import type { Digest } from "../record/digest.ts";

/** A file that a .changes or .buildinfo lists. */
export interface ListedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Digest;
}

/** The fields of a control file of one stanza, such as .changes, with the file's name for messages. */
export interface ControlFile {
  readonly origin: string;
  readonly field: (name: string) => string | undefined;
  /** Throws `source-invalid` when the field is missing. */
  readonly required: (name: string) => string;
}

/** Reads a text of one stanza; the armour of a signature is left out, not checked. Throws `source-invalid`. */
export function readControlFile(text: string, origin: string): ControlFile {
  const message = clearSigned(text.replaceAll("\r\n", "\n"));
  if (message.fault !== undefined) {
    const { line, message: fault } = message.fault;
    throw new DebootcError("source-invalid", `${origin}:${line}: ${fault}`, { hint: "Get it again." });
  }
  const stanza = stanzasOf(message.text.trimStart()).next().value;
  if (stanza === undefined || !/^[!-9;-~]+:/.test(stanza)) {
    throw new DebootcError("source-invalid", `${origin}: no fields in it, as "Source: name" is one`, {
      hint: "Give a .changes, .buildinfo or .deb as dpkg writes them.",
    });
  }
  const field = (name: string) => fieldOf(stanza, name);
  const required = (name: string): string => {
    const value = field(name)?.trim();
    if (value) return value;
    throw new DebootcError("source-invalid", `${origin}: it has no field ${name}`, {
      hint: "It may have been cut off: get it again.",
    });
  };
  return { origin, field, required };
}

/** The files of `Checksums-Sha256`: hash, size and name a line (deb-changes(5)). Throws `source-invalid`. */
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
          `${origin}: a line of Checksums-Sha256 is not understood: ${line}`,
          {
            hint: "Each line has a SHA-256, a size in bytes and a file name without a directory.",
          },
        );
      }
      return { name, size: Number(size), sha256: `sha256:${hash}` };
    });
}

/** `name (version)`: the version stands there only when it differs from that of the packages, as in a binary-only rebuild. */
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
