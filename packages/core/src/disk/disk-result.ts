import type { DiskRecord } from "./disk-record.ts";

/** What `export disk` answers: the record, with absolute paths. */
export interface DiskResult extends DiskRecord {
  /** Where the images stand. */
  readonly directory: string;
}
