import * as z from "zod";
import { digestSchema } from "../record/digest.ts";

/** A file that a source package consists of. */
export const sourceFileSchema = z.strictObject({
  /** A plain name: no path. */
  name: z.string(),
  /** Bytes. */
  size: z.int().min(0),
  sha256: digestSchema,
});
export type SourceFile = z.infer<typeof sourceFileSchema>;

/** A binary package that a source says it builds (`Package-List` of dsc(5)). */
export const sourceBinarySchema = z.strictObject({
  name: z.string(),
  /** `deb` or `udeb`. */
  type: z.string(),
  /** `all`, names of architectures, or wildcards such as `any` and `linux-any`. Empty where nothing is said. */
  architectures: z.array(z.string()),
  /** A restriction formula of build profiles as `<!nocheck>` has it, written `!nocheck`; groups are alternatives. */
  profiles: z.array(z.array(z.string())),
});
export type SourceBinary = z.infer<typeof sourceBinarySchema>;

/** What a .dsc says (dsc(5)), checked. */
export const sourcePackageSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** `1.0`, `3.0 (native)` or `3.0 (quilt)`. */
  format: z.string(),
  /** `NAME_VERSION.dsc`, whatever the file was called that it was read from. */
  dscName: z.string(),
  /** Digest of the bytes of the .dsc, its signature among them. */
  dsc: digestSchema,
  /** The files that the .dsc lists, itself not among them. */
  files: z.array(sourceFileSchema),
  architectures: z.array(z.string()),
  binaries: z.array(z.string()),
  /** Empty for a .dsc of an old dpkg, which has no Package-List. */
  packageList: z.array(sourceBinarySchema),
  /** The fields as they are written; `reduceRelations` reads them. */
  relations: z.strictObject({
    buildDepends: z.string().optional(),
    buildDependsArch: z.string().optional(),
    buildDependsIndep: z.string().optional(),
    buildConflicts: z.string().optional(),
    buildConflictsArch: z.string().optional(),
    buildConflictsIndep: z.string().optional(),
  }),
});
export type SourcePackage = z.infer<typeof sourcePackageSchema>;

/** A source package whose files stand in one directory, each verified by SHA-256. */
export const placedSourceSchema = z.strictObject({
  source: sourcePackageSchema,
  /** Holds `dscName` and all files, and nothing else. */
  directory: z.string(),
  /** The commit that was asked for, where it came from git: 40 or 64 hexadecimal digits. */
  commit: z.string().optional(),
  /** Fingerprints of the keys that signed the .dsc; only where a signature was required. */
  signedBy: z.array(z.string()).optional(),
});
export type PlacedSource = z.infer<typeof placedSourceSchema>;
