import { type CallRule, seccompProgram, verdicts } from "./seccomp-program.ts";
import { syncRules } from "./sync-filter.ts";
import { type CallName, type SystemCalls, systemCalls } from "./system-calls.ts";

/**
 * The seccomp filter of a package build: what namespaces and capabilities leave open.
 * - keyrings: user 1000 inside is user 1000 of the host to them, and root's session keyring is inherited;
 * - kinds of sockets that know no network namespace, first of all AF_VSOCK, which reaches the hypervisor; also no kernel
 *   module is loaded for a rare kind;
 * - new user namespaces: in one of its own a program has every capability and reaches code of the kernel that is meant
 *   for root. clone3 hides its flags from a filter; told that there is none, the C library takes clone;
 * - bpf, perf, userfaultfd, io_uring, open_by_handle_at and the log of the kernel, as container engines do.
 * Everything else is as in a kernel without a filter, so that test suites find what they need. With `withoutSync`,
 * flushing to disk succeeds without being done.
 */
export function buildFilter({ withoutSync }: { readonly withoutSync: boolean }): Buffer {
  return seccompProgram(
    systemCalls.map(({ audit, calls, otherSetFrom }) => ({
      audit,
      rules: [...denials(calls), ...(withoutSync ? syncRules(calls) : [])],
      ...(otherSetFrom === undefined ? {} : { unknownFrom: otherSetFrom }),
    })),
  );
}

/** Whether system calls of this architecture, as Node names it, are filtered. */
export function hasBuildFilter(architecture: string): boolean {
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
