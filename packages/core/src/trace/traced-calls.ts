/** Is a system call of a program that was traced. */
export interface TracedCall {
  /** The number of the process, as the tracer sees it. */
  readonly process: string;
  readonly name: string;
  /** Its texts and descriptors, in their order; numbers and flags are left out. */
  readonly words: readonly TracedWord[];
  readonly succeeded: boolean;
  /** Whether it started something that shares its directory: a thread, or what is no thread and shares it all the same. */
  readonly shares?: "thread" | "other";
}

/** Is a text that was given to a call, the path behind a descriptor that was, or the directory in which the process is. */
export interface TracedWord {
  readonly kind: "text" | "descriptor" | "directory";
  readonly value: string;
}

/** Holds what a trace says, or the first thing in it that is not understood. */
export type ReadTrace = { readonly calls: readonly TracedCall[] } | { readonly reason: string };

/**
 * Returns the calls that a sandboxed program made, of a trace as strace writes it with `-f -qq -y -xx -e verbose=none`.
 * Whatever has another form, a text that is cut off or a name that is not UTF-8 is a reason to trust none of it. The
 * program is what another process than the first one starts: before that the sandbox is set up. A call that another
 * process interrupts is on two lines, and one whose process is killed in it has no end.
 */
export function tracedCalls(trace: string): ReadTrace {
  const lines = trace.split("\n").map((line) => /^(\d+) +(.*)$/.exec(line) ?? ["", "", line]);
  const first = lines[0]?.[1];
  const start = lines.findIndex(([, process, text]) => process !== first && text?.startsWith("execve("));
  if (start < 0) return { reason: "the trace does not say when the program was started" };
  const calls: TracedCall[] = [];
  const begun = new Map<string, string>();
  const toWord = wordReader();
  for (const [, process = "", text = ""] of lines.slice(start)) {
    if (text === "" || /^(?:\+\+\+|---) /.test(text)) continue;
    const beginning = /^(?!<)(.*?) *<unfinished \.\.\.>$/.exec(text)?.[1];
    if (beginning !== undefined) {
      begun.set(process, beginning);
      continue;
    }
    const rest = /^<\.\.\. [a-z0-9_]+ resumed>(.*)$/.exec(text)?.[1];
    const before = begun.get(process);
    // It began while the sandbox was set up.
    if (rest !== undefined && before === undefined) continue;
    begun.delete(process);
    const call = callOf(process, rest === undefined ? text : `${before}${rest}`, toWord);
    if (call === undefined)
      return { reason: `the trace has a line of an unknown form: ${text.slice(0, 200)}` };
    calls.push(call);
  }
  for (const [process, beginning] of begun) {
    const call = callOf(process, `${beginning}) = ?`, toWord);
    if (call === undefined)
      return { reason: `the trace has a call without an end: ${beginning.slice(0, 200)}` };
    calls.push(call);
  }
  return { calls };
}

type WordReader = (argument: string) => TracedWord | "unknown" | undefined;

/** strace puts blanks before `=`; what comes after the status explains it, or is the path of a new descriptor. */
const form = /^([a-z0-9_]+)\((.*)\) *= (-?\d+|\?|0x[0-9a-f]+)(?:[ <(].*)?$/;

function callOf(process: string, text: string, toWord: WordReader): TracedCall | undefined {
  const [, name, args, status] = form.exec(text) ?? [];
  if (name === undefined || args === undefined || status === undefined) return undefined;
  const words: TracedWord[] = [];
  for (const argument of args === "" ? [] : args.split(/, */)) {
    const word = toWord(argument);
    if (word === "unknown") return undefined;
    if (word !== undefined) words.push(word);
  }
  const succeeded = /^\d|^0x/.test(status);
  const call = { process, name, words, succeeded };
  if (name !== "clone" || !succeeded || !/\bCLONE_FS\b/.test(args)) return call;
  return { ...call, shares: /\bCLONE_THREAD\b/.test(args) ? "thread" : "other" };
}

/** Returns nothing for numbers and flags. Texts are in hexadecimal digits, so that nothing in them can look like more. */
function wordReader(): WordReader {
  const known = new Map<string, string | undefined>();
  const decoded = (hex: string): string | undefined => {
    if (!known.has(hex)) known.set(hex, textOf(hex));
    return known.get(hex);
  };
  return (argument) => {
    const text = /^"((?:\\x[0-9a-f]{2})*)"$/.exec(argument)?.[1];
    const [, of, path] = /^(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>(?:\(deleted\))?$/.exec(argument) ?? [];
    if (text === undefined && path === undefined)
      return /^[\w|~*()+=\-[\] ]*$/.test(argument) ? undefined : "unknown";
    const value = decoded(text ?? path ?? "");
    if (value === undefined) return "unknown";
    if (text !== undefined) return { kind: "text", value };
    return { kind: of === "AT_FDCWD" ? "directory" : "descriptor", value };
  };
}

function textOf(hex: string): string | undefined {
  const bytes = Buffer.from(hex.replaceAll("\\x", ""), "hex");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
