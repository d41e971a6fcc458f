import type { DiskRecord } from "./disk-record.ts";

/** Describes the result of `export disk`: the record with absolute paths. */
export interface DiskResult extends DiskRecord {
  /** Where the images are. */
  readonly directory: string;
  /** False where a trial showed that systems fail under KVM, though this machine has it. */
  readonly kvm: boolean;
}
