import * as z from "zod";
import { defineRecord } from "../record/record.ts";

/** Describes one rule that the running system must keep, and whether it does. */
export const checkedRuleSchema = z.strictObject({
  id: z.string(),
  /** The rule as a statement, such as `no unit failed`. */
  title: z.string(),
  passed: z.boolean(),
  expected: z.string(),
  found: z.string(),
});
export type CheckedRule = z.infer<typeof checkedRuleSchema>;

/** Records what was found in a system that came up in a virtual machine. It is kept next to the console's log. */
export const bootReport = defineRecord("boot-report", 1, {
  passed: z.boolean(),
  checks: z.array(checkedRuleSchema).min(1),
  failedUnits: z.array(z.strictObject({ unit: z.string(), journal: z.array(z.string()) })),
  accelerator: z.enum(["kvm", "tcg"]),
  memoryMiB: z.int(),
  seconds: z.strictObject({
    /** From power-on until the machine was off. */
    total: z.number().min(0),
    /** From the kernel's start until systemd had nothing left to start, by the guest's own clock. */
    up: z.number().min(0).optional(),
    /** From the kernel's start until the system in the deployment took over from the initramfs. */
    userspace: z.number().min(0).optional(),
  }),
  system: z.strictObject({
    os: z.string(),
    osVersion: z.string(),
    kernel: z.string(),
    systemd: z.string(),
    /** No rule requires an address: a system without a network service is fine without one. */
    addresses: z.array(z.string()),
    sshdListens: z.boolean(),
  }),
});
export type BootReport = z.infer<typeof bootReport.schema>;
