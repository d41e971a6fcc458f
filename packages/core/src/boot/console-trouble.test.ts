import { describe, expect, test } from "vitest";
import { recogniseTrouble } from "./console-trouble.ts";

describe("a trouble is named after the line that announces it", () => {
  test.each([
    [
      "[    1.206444] Kernel panic - not syncing: System is deadlocked on memory",
      "the kernel ran out of memory",
    ],
    [
      "[    1.1] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)",
      "the kernel found no usable initramfs (kernel panic)",
    ],
    [
      "[    9.1] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100",
      "the first process of the system died (kernel panic)",
    ],
    ["[    1.326508] Kernel panic - not syncing: Fatal exception in interrupt", "the kernel panicked"],
    [
      "[DEPEND] Dependency failed for sysroot.mount - /sysroot.",
      "the initramfs did not find the root file system",
    ],
    ["[DEPEND] Dependency failed for /sysroot.", "the initramfs did not find the root file system"],
    [
      "[FAILED] Failed to start ostree-prepare-root.service - OSTree Prepare OS/.",
      "the initramfs could not prepare the deployment as root file system",
    ],
    ["[!!!!!!] Switch root target contains no usable init.", "the tree has no init to start"],
    ["[!!!!!!] Failed to allocate manager object.", "systemd gave up"],
    ["Entering emergency mode. Exit the shell to continue.", "the system went into emergency mode"],
    ["You are in emergency mode. After logging in, type", "the system went into emergency mode"],
    ["[  OK  ] Reached target emergency.target - Emergency Mode.", "the system went into emergency mode"],
    ["[  OK  ] Reached target Rescue Mode.", "the system went into rescue mode"],
  ])("%s", (line, what) => {
    expect(recogniseTrouble(line)).toEqual({ what, hint: expect.stringMatching(/\.$/) });
  });
});

test.each([
  "[    0.123456] Linux version 6.12.48+deb13-amd64",
  "[    0.950000] Trying to unpack rootfs image as initramfs...",
  "[  OK  ] Stopped target emergency.target - Emergency Mode.",
  "[FAILED] Failed to start ssh.service - OpenBSD Secure Shell server.",
  "[DEPEND] Dependency failed for data.mount - /data.",
  "debian login:",
])("an ordinary line is not a trouble: %s", (line) => {
  expect(recogniseTrouble(line)).toBeUndefined();
});
