/** What a program says of one call. */
export const verdicts = {
  allow: 0x7fff0000,
  /** The call returns 0 without being done. */
  succeedAtOnce: 0x00050000,
  /** As if the caller lacked the right: EPERM. */
  refuse: 0x00050001,
  /** As if the kernel were older and had no such call: ENOSYS. */
  unknownCall: 0x00050026,
  /** As if the kernel had no such kind of socket: EAFNOSUPPORT. */
  unknownFamily: 0x00050061,
} as const;
type Verdict = (typeof verdicts)[keyof typeof verdicts];

export interface CallRule {
  /** Number of the call on its architecture. */
  readonly call: number;
  readonly verdict: Verdict;
  /** Holds only when the first argument has one of these bits, or is none of these values. Otherwise the call is allowed. */
  readonly onlyIf?: { readonly hasBits: number } | { readonly isNoneOf: readonly number[] };
}

interface ArchitectureRules {
  /** The kernel's name of the architecture: AUDIT_ARCH_* of linux/audit.h. */
  readonly audit: number;
  readonly rules: readonly CallRule[];
  /** Calls from this number on are unknown. */
  readonly unknownFrom?: number;
}

/**
 * A seccomp program (linux/filter.h, as bwrap's `--seccomp` takes it). Calls without a rule are allowed, and so is
 * everything on architectures without rules. Arguments are taken as little-endian, and only their lower 32 bits.
 */
export function seccompProgram(architectures: readonly ArchitectureRules[]): Buffer {
  const program = architectures.flatMap(({ audit, rules, unknownFrom }) => {
    const block = [
      load(offsetOfCall),
      ...(unknownFrom === undefined
        ? []
        : [jump(jumpIfAtLeast, unknownFrom, 0, 1), answer(verdicts.unknownCall)]),
      ...rules.flatMap(instructionsOf),
      answer(verdicts.allow),
    ];
    return [
      load(offsetOfArchitecture),
      jump(jumpIfEqual, audit, 1, 0),
      jump(jumpAlways, block.length, 0, 0),
      ...block,
    ];
  });
  return Buffer.concat([...program, answer(verdicts.allow)].map(encode));
}

// linux/bpf_common.h, struct seccomp_data of linux/seccomp.h
const jumpAlways = 0x05;
const jumpIfEqual = 0x15;
const jumpIfAtLeast = 0x35;
const jumpIfBits = 0x45;
const offsetOfCall = 0;
const offsetOfArchitecture = 4;
const offsetOfFirstArgument = 16;

/** Code, how many instructions to skip if true and if false, operand. */
type Instruction = readonly [number, number, number, number];

function instructionsOf({ call, verdict, onlyIf }: CallRule): Instruction[] {
  const body =
    onlyIf === undefined
      ? [answer(verdict)]
      : [load(offsetOfFirstArgument), ...test(onlyIf), answer(verdict), answer(verdicts.allow)];
  return [jump(jumpIfEqual, call, 0, body.length), ...body];
}

/** Goes on at the next instruction when the condition holds, else at the one after it. */
function test(onlyIf: NonNullable<CallRule["onlyIf"]>): Instruction[] {
  if ("hasBits" in onlyIf) return [jump(jumpIfBits, onlyIf.hasBits, 0, 1)];
  const { isNoneOf } = onlyIf;
  return isNoneOf.map((value, index) => jump(jumpIfEqual, value, isNoneOf.length - index, 0));
}

function load(offset: number): Instruction {
  return [0x20, 0, 0, offset];
}

function answer(verdict: Verdict): Instruction {
  return [0x06, 0, 0, verdict];
}

function jump(code: number, operand: number, ifTrue: number, ifFalse: number): Instruction {
  return [code, ifTrue, ifFalse, operand];
}

function encode([code, ifTrue, ifFalse, operand]: Instruction): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(ifTrue, 2);
  bytes.writeUInt8(ifFalse, 3);
  bytes.writeUInt32LE(operand, 4);
  return bytes;
}
