import { type CallRule, seccompProgram, verdicts } from "./seccomp-program.ts";
import { type CallName, type SystemCalls, systemCalls } from "./system-calls.ts";

/**
 * The seccomp filter of a sandbox: what namespaces and capabilities leave open.
 * - keyrings: a user inside is the user of the same number of the host to them, and the session keyring is inherited;
 * - kinds of sockets that know no network namespace, first of all AF_VSOCK, which reaches the hypervisor; also no kernel
 *   module is loaded for a rare kind;
 * - new user namespaces: in one of its own a program has every capability and reaches code of the kernel that is meant
 *   for root. clone3 hides its flags from a filter; told that there is none, the C library takes clone;
 * - bpf, perf, userfaultfd, io_uring, open_by_handle_at and the log of the kernel, as container engines do.
 * Everything else is as in a kernel without a filter, so that test suites find what they need. With `withoutSync`,
 * flushing to disk succeeds without being done: dpkg does it some thousand times for one root, and what a kill leaves of
 * a root in the making is thrown away anyway. On architectures without a table nothing is filtered.
 */
export function sandboxFilter({ withoutSync }: { readonly withoutSync: boolean }): Buffer {
  return seccompProgram(
    systemCalls.map(({ audit, calls, otherSetFrom }) => ({
      audit,
      rules: [...denials(calls), ...(withoutSync ? syncRules(calls) : [])],
      ...(otherSetFrom === undefined ? {} : { unknownFrom: otherSetFrom }),
    })),
  );
}

/** Whether system calls of this architecture, as Node names it, are filtered. */
export function hasSandboxFilter(architecture: string): boolean {
  return ["x64", "ia32", "arm64", "arm", "riscv64"].includes(architecture);
}

const newUserNamespace = 0x10000000; // CLONE_NEWUSER
const socketFamilies = [1, 2, 10, 16]; // AF_UNIX, AF_INET, AF_INET6, AF_NETLINK

const refused: readonly CallName[] = [
  "bpf",
  "perf_event_open",
  "userfaultfd",
  "open_by_handle_at",
  "syslog",
  "fanotify_init",
];

const unknown: readonly CallName[] = [
  "add_key",
  "request_key",
  "keyctl",
  "io_uring_setup",
  "io_uring_enter",
  "io_uring_register",
  "clone3",
  // Its arguments are in memory, where a filter cannot look; only 32-bit programs make it.
  "socketcall",
];

function denials(calls: SystemCalls["calls"]): CallRule[] {
  const rule = (name: CallName, rest: Omit<CallRule, "call">): CallRule[] => {
    const call = calls[name];
    return call === undefined ? [] : [{ call, ...rest }];
  };
  return [
    ...refused.flatMap((name) => rule(name, { verdict: verdicts.refuse })),
    ...unknown.flatMap((name) => rule(name, { verdict: verdicts.unknownCall })),
    ...(["unshare", "clone"] as const).flatMap((name) =>
      rule(name, { verdict: verdicts.refuse, onlyIf: { hasBits: newUserNamespace } }),
    ),
    ...(["socket", "socketpair"] as const).flatMap((name) =>
      rule(name, { verdict: verdicts.unknownFamily, onlyIf: { isNoneOf: socketFamilies } }),
    ),
  ];
}

/** Calls that wait for the disk. */
function syncRules(calls: SystemCalls["calls"]): CallRule[] {
  return [calls.fsync, calls.fdatasync, calls.sync, calls.sync_file_range, calls.syncfs]
    .filter((call) => call !== undefined)
    .map((call) => ({ call, verdict: verdicts.succeedAtOnce }));
}
