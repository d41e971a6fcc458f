import { expect, test } from "vitest";
import { sandboxFilter } from "./sandbox-filter.ts";
import { verdicts } from "./seccomp-program.ts";
import { seccompVerdict } from "./seccomp-verdict.fixture.ts";
import { systemCalls } from "./system-calls.ts";

const filter = sandboxFilter({ withoutSync: true });
const { allow, refuse, unknownCall, unknownFamily, succeedAtOnce } = verdicts;

test.each(systemCalls.map(({ audit, calls }) => [audit.toString(16), { audit, calls }] as const))(
  "on architecture %s, keyrings, new user namespaces and strange sockets are refused, the rest is allowed",
  (_name, { audit, calls }) => {
    const answer = (call: number | undefined, first?: number) =>
      seccompVerdict(filter, { audit, call: call ?? -1, ...(first === undefined ? {} : { first }) });

    for (const call of [calls.keyctl, calls.add_key, calls.request_key, calls.clone3, calls.io_uring_setup])
      expect(answer(call)).toBe(unknownCall);
    for (const call of [calls.bpf, calls.userfaultfd, calls.perf_event_open, calls.open_by_handle_at])
      expect(answer(call)).toBe(refuse);
    for (const call of [calls.clone, calls.unshare]) {
      expect(answer(call, 0x10000000)).toBe(refuse);
      expect(answer(call, 0x30020000)).toBe(refuse);
      expect(answer(call, 0x20000011)).toBe(allow);
    }
    for (const family of [1, 2, 10, 16]) expect(answer(calls.socket, family)).toBe(allow);
    for (const family of [0, 17, 38, 40]) {
      expect(answer(calls.socket, family)).toBe(unknownFamily);
      expect(answer(calls.socketpair, family)).toBe(unknownFamily);
    }
    expect(answer(calls.fsync)).toBe(succeedAtOnce);
    expect(answer(0)).toBe(allow);
    expect(answer(999)).toBe(allow);
  },
);

test("flushing waits for the disk where that is wanted", () => {
  const call = { audit: 0xc000003e, call: 74 };
  expect(seccompVerdict(sandboxFilter({ withoutSync: false }), call)).toBe(allow);
  expect(seccompVerdict(filter, call)).toBe(succeedAtOnce);
});

test("programs of a 32-bit pointer world cannot make the same calls by other numbers", () => {
  for (const call of [0x40000000 + 250, 0x40000000 + 41, 0xffffffff])
    expect(seccompVerdict(filter, { audit: 0xc000003e, call })).toBe(unknownCall);
  expect(seccompVerdict(filter, { audit: 0x40000003, call: 102 })).toBe(unknownCall);
});

test("an architecture without a table is not filtered", () => {
  expect(seccompVerdict(filter, { audit: 0x80000016, call: 250 })).toBe(allow);
});
