import {
  type ArMember,
  arHeaderSize,
  arMagic,
  arMemberStride,
  parseArHeader,
} from "@debootc/core/deb/ar-member";
import type { PackageContents, PackagedFile } from "@debootc/core/deb/compare-packages";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { readTar } from "@debootc/core/tar/read-tar";
import { escapedName } from "@debootc/core/tar/escaped-name";
import { readControl, readControlFiles, readFilesystem } from "@debootc/tools/dpkg/dpkg-deb";
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

/** Reads all of a .deb that can differ, in constant memory for its files. Throws `archive-invalid`, `tool-failed`. */
export async function readPackageContents(deb: string, signal: AbortSignal): Promise<PackageContents> {
  return {
    members: await readMembers(deb),
    control: await readControl(deb, signal),
    controlFiles: await readFiles(readControlFiles(deb, signal)),
    dataFiles: await readFiles(readFilesystem(deb, signal)),
  };
}

async function readMembers(deb: string): Promise<ArMember[]> {
  await using file = await open(deb);
  const { size } = await file.stat();
  const magic = Buffer.alloc(arMagic.length);
  await file.read(magic, 0, magic.length, 0);
  if (magic.toString("latin1") !== arMagic) {
    throw new DebootcError("archive-invalid", `${deb}: not a .deb`, {
      hint: "Give the package's file, such as jq_1.7.1-6_amd64.deb.",
    });
  }
  const members: ArMember[] = [];
  for (let offset = arMagic.length; offset < size; ) {
    const header = Buffer.alloc(arHeaderSize);
    await file.read(header, 0, arHeaderSize, offset);
    const member = parseArHeader(header, deb);
    members.push(member);
    offset += arMemberStride(member);
  }
  return members;
}

async function readFiles(archive: AsyncIterable<Uint8Array>): Promise<PackagedFile[]> {
  const files: PackagedFile[] = [];
  for await (const { entry, body } of readTar(archive, { readName: escapedName })) {
    const { path, type, mode, uid, gid, mtime, size, linkPath } = entry;
    const hash = createHash("sha256");
    if (type === "file") for await (const chunk of body) hash.update(chunk);
    files.push({
      path,
      type,
      mode,
      uid,
      gid,
      mtime,
      size,
      ...(linkPath === undefined ? {} : { linkPath }),
      ...(type === "file" ? { digest: `sha256:${hash.digest("hex")}` } : {}),
    });
  }
  return files;
}
