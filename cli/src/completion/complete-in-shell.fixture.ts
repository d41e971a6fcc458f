import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

interface Typing {
  readonly shell: Shell;
  /** The output of `debootc completion`. */
  readonly script: string;
  /** A directory for files of the test. */
  readonly scratch: string;
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A stand-in for debootc, which prints the words of the completed line. */
export const stub = "#!/bin/sh\nprintf 'offered<%s>\\n' \"$@\"\n";

/** Returns the sorted completions that a real shell offers at the end of a command line; bash and zsh get a terminal. */
export async function completionsOf(line: string, typing: Typing): Promise<string[]> {
  const { shell, script, scratch, directory, env = {} } = typing;
  const file = join(scratch, `completion.${shell}`);
  await writeFile(file, script);
  const [program, args, input] = sessions[shell](file, line);
  const output = await run(program, args, input, {
    cwd: directory,
    env: { ...baseEnvironment, HOME: scratch, ...env },
  });
  const words = shell === "fish" ? fishWords(output) : typedWords(output, line);
  return words.map((word) => word.replace(/=$/, "")).toSorted();
}

const baseEnvironment = { PATH: "/usr/bin:/bin", TERM: "dumb", LC_ALL: "C.UTF-8" };
/** Inserts all completions into the line. */
const insertAll = "\u0018a";

const atTerminal = (command: string, input: string) =>
  ["script", ["--quiet", "--return", "--command", command, "/dev/null"], input] as const;

const sessions: Readonly<
  Record<Shell, (file: string, line: string) => readonly [string, readonly string[], string]>
> = {
  bash: (file, line) =>
    atTerminal(
      "bash --norc --noprofile -i",
      [`. '${file}'`, `bind '"\\C-xa": insert-completions'`, `${line}${insertAll}\nexit\n`].join("\n"),
    ),
  zsh: (file, line) =>
    atTerminal(
      "zsh -f -i",
      [
        "autoload -U compinit; compinit -u -D",
        `. '${file}'`,
        "zstyle ':completion:*' completer _all_matches _complete; zstyle ':completion:*' insert true",
        "bindkey '^Xa' complete-word",
        `${line}${insertAll}\nexit\n`,
      ].join("\n"),
    ),
  fish: (file, line) => ["fish", ["--no-config", "-c", `source '${file}'; complete -C '${line}'`], ""],
};

/** Returns the words of the completed line without those that were typed. */
function typedWords(output: string, line: string): string[] {
  const typed = line.trimEnd().split(" ").slice(1);
  const words = [...output.matchAll(/^offered<(.*)>\r?$/gm)].map(([, word = ""]) => word);
  const isOpen = !line.endsWith(" ");
  return words.slice(isOpen ? typed.length - 1 : typed.length);
}

function fishWords(output: string): string[] {
  return output.split("\n").flatMap((row) => (row === "" ? [] : [row.split("\t")[0] ?? ""]));
}

function run(
  program: string,
  args: readonly string[],
  input: string,
  options: { cwd: string; env: Record<string, string> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { ...options, timeout: 20_000 }, (error, stdout) => {
      if (error !== null && typeof error.code !== "number") reject(error);
      else resolve(stdout);
    });
    // A shell may end without reading what it is given; what it prints counts.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
