import { createHash } from "node:crypto";
import { byText, type SbomFile } from "./sbom.ts";
import { spdxId } from "./spdx-id.ts";

/** Returns the files of an image as SPDX 2.3 has them. Nobody has looked for licences in them. */
export function spdxFiles(files: readonly SbomFile[]) {
  return files.map((file) => ({
    SPDXID: spdxFileId(file),
    fileName: `.${file.path}`,
    checksums: [
      { algorithm: "SHA1", checksumValue: file.sha1 },
      { algorithm: "SHA256", checksumValue: file.sha256.replace("sha256:", "") },
    ],
    licenseConcluded: "NOASSERTION",
    copyrightText: "NOASSERTION",
  }));
}

/** Returns the identifier of a file in a document. */
export function spdxFileId({ path }: SbomFile): string {
  return spdxId("SPDXRef-File", path.slice(1));
}

/** Returns the code that all files of a package have together (SPDX 2.3, 7.9): one digest of their sorted digests. */
export function verificationCode(files: readonly SbomFile[]): string {
  const sums = files.map(({ sha1 }) => sha1).sort(byText);
  return createHash("sha1").update(sums.join("")).digest("hex");
}
