/** Calls that wait for the disk, by the kernel's name of the architecture (AUDIT_ARCH_*) and its numbers for them. */
const architectures = [
  // x86_64: fsync, fdatasync, sync, sync_file_range, syncfs
  { audit: 0xc000003e, calls: [74, 75, 162, 277, 306] },
  // aarch64 and riscv64, which share the numbers of asm-generic/unistd.h
  { audit: 0xc00000b7, calls: [82, 83, 81, 84, 267] },
  { audit: 0xc00000f3, calls: [82, 83, 81, 84, 267] },
] as const;

// linux/bpf_common.h, linux/seccomp.h
const load = 0x20;
const jumpIfEqual = 0x15;
const answer = 0x06;
const allow = 0x7fff0000;
const succeedAtOnce = 0x00050000; // SECCOMP_RET_ERRNO with errno 0
const offsetOfCall = 0;
const offsetOfArchitecture = 4;

/**
 * A seccomp filter (linux/filter.h, as bwrap's `--seccomp` takes it) under which flushing to disk succeeds without being
 * done. dpkg flushes its database some thousand times for one root; what a kill or a power cut leaves of a root
 * that is being made is thrown away anyway. On other architectures nothing is filtered.
 */
export function syncFilter(): Buffer {
  const program: Instruction[] = [];
  for (const { audit, calls } of architectures) {
    program.push([load, 0, 0, offsetOfArchitecture]);
    // To the next architecture: over the load, the calls and both answers.
    program.push([jumpIfEqual, 0, calls.length + 3, audit]);
    program.push([load, 0, 0, offsetOfCall]);
    for (const [index, call] of calls.entries()) program.push([jumpIfEqual, calls.length - index, 0, call]);
    program.push([answer, 0, 0, allow], [answer, 0, 0, succeedAtOnce]);
  }
  program.push([answer, 0, 0, allow]);
  return Buffer.concat(program.map(encode));
}

/** Code, how many instructions to skip if true and if false, operand. */
type Instruction = readonly [number, number, number, number];

function encode([code, ifTrue, ifFalse, operand]: Instruction): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(ifTrue, 2);
  bytes.writeUInt8(ifFalse, 3);
  bytes.writeUInt32LE(operand, 4);
  return bytes;
}
