import { DebootcError } from "../error/debootc-error.ts";

/** Describes one member of an ar archive, such as a .deb (deb(5)). */
export interface ArMember {
  readonly name: string;
  /** Seconds since 1970. */
  readonly mtime: number;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  /** Bytes of the content, which follows the header. */
  readonly size: number;
}

/** Holds the bytes at the start of an ar archive. */
export const arMagic = "!<arch>\n";
export const arHeaderSize = 60;

/** Returns the bytes from the start of a member's header to the next one: contents are padded to even lengths. */
export function arMemberStride({ size }: ArMember): number {
  return arHeaderSize + size + (size % 2);
}

/** Reads the header of a member. Throws `archive-invalid`. */
export function parseArHeader(header: Uint8Array, origin: string): ArMember {
  const text = Buffer.from(header).toString("latin1");
  const fields =
    /^(?<name>.{16})(?<mtime>.{12})(?<uid>.{6})(?<gid>.{6})(?<mode>.{8})(?<size>.{10})`\n$/s.exec(
      text,
    )?.groups;
  const number = (field: string | undefined, radix: number) => {
    const digits = (field ?? "").trim();
    return /^[0-9]*$/.test(digits) ? Number.parseInt(digits || "0", radix) : Number.NaN;
  };
  const member = {
    name: (fields?.["name"] ?? "").trimEnd().replace(/\/$/, ""),
    mtime: number(fields?.["mtime"], 10),
    uid: number(fields?.["uid"], 10),
    gid: number(fields?.["gid"], 10),
    mode: number(fields?.["mode"], 8),
    size: number(fields?.["size"], 10),
  };
  if (fields === undefined || Object.values(member).some((value) => Number.isNaN(value))) {
    throw new DebootcError("archive-invalid", `${origin}: not an ar archive, or it is damaged`, {
      hint: "A .deb is an ar archive. Get the file again.",
    });
  }
  return member;
}
