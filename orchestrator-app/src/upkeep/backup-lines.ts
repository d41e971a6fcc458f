import { DebootcError } from "@debootc/core/error/debootc-error";
import * as z from "zod";

/**
 * Describes the first line of a backup. After it come, a line each: `["run"]` where the rows of a table begin, the rows as
 * objects, `["run", 12, "<SHA-256>"]` where they end, the last numbers, and `["end"]`.
 */
const headerSchema = z.object({
  schema: z.literal("debootc/hub-backup"),
  version: z.int().min(1),
  migrations: z.array(z.string()).min(1),
  madeAt: z.string(),
});
export type BackupHeader = z.infer<typeof headerSchema>;

export const backupVersion = 1;

export type BackupLine =
  | { readonly kind: "row"; readonly row: string }
  | { readonly kind: "begin"; readonly table: string }
  | { readonly kind: "finish"; readonly table: string; readonly rows: number; readonly sha256: string }
  | { readonly kind: "numbers"; readonly numbers: Record<string, { last: number; called: boolean }> }
  | { readonly kind: "end" };

const markSchema = z.union([
  z.tuple([z.literal("end")]).transform(() => ({ kind: "end" as const })),
  z
    .tuple([z.literal("numbers"), z.record(z.string(), z.object({ last: z.int(), called: z.boolean() }))])
    .transform(([, numbers]) => ({ kind: "numbers" as const, numbers })),
  z.tuple([z.string()]).transform(([table]) => ({ kind: "begin" as const, table })),
  z
    .tuple([z.string(), z.int(), z.string()])
    .transform(([table, rows, sha256]) => ({ kind: "finish" as const, table, rows, sha256 })),
]);

/** Reads the first line of a backup. Throws `backup-damaged`, or `database-newer` for a newer format. */
export function parseHeader(line: string): BackupHeader {
  const parsed = headerSchema.safeParse(jsonOf(line));
  if (!parsed.success) throw damaged("it does not begin as one of the hub");
  if (parsed.data.version <= backupVersion) return parsed.data;
  throw new DebootcError(
    "database-newer",
    `the backup has version ${parsed.data.version} of its format, and this debootc reads up to ${backupVersion}`,
    { hint: "Use the debootc that made it, or a newer one." },
  );
}

/** Reads any other line; of a row only that it is an object. */
export function parseBackupLine(line: string): BackupLine {
  if (line.startsWith("{")) return { kind: "row", row: line };
  const parsed = markSchema.safeParse(jsonOf(line));
  if (!parsed.success) throw damaged(`it has a line that is neither a row nor a mark: ${line.slice(0, 80)}`);
  return parsed.data;
}

/** Returns the failure of a backup that cannot be trusted. */
export function damaged(reason: string, cause?: unknown): DebootcError {
  return new DebootcError("backup-damaged", `cannot use the backup: ${reason}`, {
    hint: "Nothing was changed. Take another backup.",
    ...(cause === undefined ? {} : { cause }),
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
