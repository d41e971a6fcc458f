/** Numbers of system calls, by the kernel's name of the architecture (AUDIT_ARCH_*); from arch/.../syscall*.tbl of Linux. */
export interface SystemCalls {
  readonly audit: number;
  readonly calls: Readonly<Record<CallName, number | undefined>>;
  /** From here on it is another set of calls that a 64-bit program may make. */
  readonly otherSetFrom?: number;
}

const names = [
  "fsync",
  "fdatasync",
  "sync",
  "sync_file_range",
  "syncfs",
  "add_key",
  "request_key",
  "keyctl",
  "bpf",
  "perf_event_open",
  "userfaultfd",
  "io_uring_setup",
  "io_uring_enter",
  "io_uring_register",
  "open_by_handle_at",
  "syslog",
  "fanotify_init",
  "unshare",
  "clone",
  "clone3",
  "socket",
  "socketpair",
  "socketcall",
] as const;
export type CallName = (typeof names)[number];

export const systemCalls: readonly SystemCalls[] = [
  // x86_64, with x32 behind bit 30
  table(
    0xc000003e,
    [74, 75, 162, 277, 306, 248, 249, 250, 321, 298, 323, 425, 426, 427, 304, 103, 300, 272, 56, 435, 41, 53],
    0x40000000,
  ),
  // i386, which programs of an x86_64 kernel may call as well
  table(
    0x40000003,
    [
      118, 148, 36, 314, 344, 286, 287, 288, 357, 336, 374, 425, 426, 427, 342, 103, 338, 310, 120, 435, 359,
      360, 102,
    ],
  ),
  // aarch64 and riscv64 share the numbers of asm-generic/unistd.h
  table(0xc00000b7, generic()),
  table(0xc00000f3, generic()),
  // arm, which programs of an aarch64 kernel may call as well
  table(
    0x40000028,
    [
      118, 148, 36, 341, 373, 309, 310, 311, 386, 364, 388, 425, 426, 427, 371, 103, 367, 337, 120, 435, 281,
      288,
    ],
  ),
];

function generic(): number[] {
  return [
    82, 83, 81, 84, 267, 217, 218, 219, 280, 241, 282, 425, 426, 427, 265, 116, 262, 97, 220, 435, 198, 199,
  ];
}

/** `numbers` are in the order of `names`. */
function table(audit: number, numbers: readonly number[], otherSetFrom?: number): SystemCalls {
  const calls = Object.fromEntries(
    names.map((name, index) => [name, numbers[index]]),
  ) as SystemCalls["calls"];
  return { audit, calls, ...(otherSetFrom === undefined ? {} : { otherSetFrom }) };
}
