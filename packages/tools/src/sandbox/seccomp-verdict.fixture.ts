interface Call {
  readonly audit: number;
  readonly call: number;
  readonly first?: number;
}

/** What a seccomp program answers to a call: the machine of linux/filter.h, as far as `seccompProgram` uses it. */
export function seccompVerdict(program: Buffer, { audit, call, first = 0 }: Call): number {
  const fields: Readonly<Record<number, number>> = { 0: call, 4: audit, 16: first };
  let accumulator = 0;
  for (let at = 0; at * 8 < program.length; at += 1) {
    const [code, ifTrue, ifFalse] = [program.readUInt16LE(at * 8), program[at * 8 + 2], program[at * 8 + 3]];
    const operand = program.readUInt32LE(at * 8 + 4);
    const jump = (holds: boolean) => (holds ? ifTrue : ifFalse) ?? 0;
    if (code === 0x06) return operand;
    else if (code === 0x20) accumulator = (fields[operand] ?? 0) >>> 0;
    else if (code === 0x05) at += operand;
    else if (code === 0x15) at += jump(accumulator === operand);
    else if (code === 0x35) at += jump(accumulator >= operand);
    else if (code === 0x45) at += jump((accumulator & operand) !== 0);
    else throw new Error(`no instruction ${code}`);
  }
  throw new Error("the program ended without an answer");
}
