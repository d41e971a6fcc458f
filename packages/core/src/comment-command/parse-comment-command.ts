import { closestWord } from "../text/closest-word.ts";
import { type CommentCommand, commentCommandSchema, commentCommands } from "./comment-command.ts";

/** Holds the command of a comment, or says why what looks like one cannot be understood. */
export type ParsedComment =
  | { readonly command: CommentCommand }
  | { readonly fault: { readonly message: string; readonly hint: string } };

const longestWord = 200;

/**
 * Parses the first line of a comment that begins with `/debootc`. Returns undefined if there is none: lines that quote
 * somebody (`> `), code blocks and indented lines are text about commands.
 */
export function parseCommentCommand(body: string): ParsedComment | undefined {
  const line = commandLine(body);
  if (line === undefined) return undefined;
  const [, verb = "", ...given] = line.trim().split(/[ \t]+/);
  if (verb === "") return faultOf("`/debootc` needs a command");
  if (!isVerb(verb)) {
    const close = closestWord(verb.slice(0, longestWord), verbs);
    const guess = close === undefined ? "" : `; did you mean \`${close}\`?`;
    return faultOf(`${quoted(verb)} is not a command${guess}`);
  }
  return parsers[verb](given);
}

const verbs = Object.keys(commentCommands) as readonly CommentCommand["verb"][];

function isVerb(word: string): word is CommentCommand["verb"] {
  return Object.hasOwn(commentCommands, word);
}

function commandLine(body: string): string | undefined {
  let fence: string | undefined;
  for (const line of body.split(/\r\n|\n|\r/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
    } else if (/^\/debootc(?:[ \t]|$)/.test(line)) {
      return line;
    }
  }
  return undefined;
}

type Parser = (given: readonly string[]) => ParsedComment;

const parsers: Readonly<Record<CommentCommand["verb"], Parser>> = {
  build: (given) => withoutArguments("build", given),
  help: (given) => withoutArguments("help", given),
  retry: (given) => withTask("retry", given),
  cancel: (given) => withTask("cancel", given),
  why: (given) => withTask("why", given),
  priority: ([number, ...more]) => {
    const given = number === undefined ? [] : [number, ...more];
    if (number === undefined || more.length > 0 || !/^[+-]?[0-9]{1,3}$/.test(number)) {
      return wrongUse("priority", given);
    }
    // A minus zero would be another value than the zero that is stored.
    return checked({ verb: "priority", priority: Number(number) + 0 }, given);
  },
  ok: (given) => {
    const [sha, ...more] = given;
    if (sha === undefined || more.length > 0) return wrongUse("ok", given);
    return checked({ verb: "ok", sha: sha.toLowerCase() }, given);
  },
};

function withoutArguments(verb: "build" | "help", given: readonly string[]): ParsedComment {
  return given.length === 0 ? { command: { verb } } : wrongUse(verb, given);
}

function withTask(verb: "retry" | "cancel" | "why", given: readonly string[]): ParsedComment {
  const [task, ...more] = given;
  if (task === undefined) return { command: { verb } };
  return more.length > 0 ? wrongUse(verb, given) : checked({ verb, task }, given);
}

function checked(command: CommentCommand, given: readonly string[]): ParsedComment {
  return commentCommandSchema.safeParse(command).success ? { command } : wrongUse(command.verb, given);
}

function wrongUse(verb: CommentCommand["verb"], given: readonly string[]): ParsedComment {
  const { usage, does } = commentCommands[verb];
  const words = given.filter((word) => word !== "").join(" ");
  const said = words === "" ? "nothing was given" : `given: ${quoted(words)}`;
  return faultOf(`\`/debootc ${verb}\` was not understood: ${said}; allowed: \`${usage}\`, which ${does}`);
}

function faultOf(message: string): ParsedComment {
  return { fault: { message, hint: "`/debootc help` lists the commands." } };
}

/** Puts foreign words between marks that they cannot end, without characters that act or that no database stores. */
function quoted(words: string): string {
  const short = words.length > longestWord ? `${words.slice(0, longestWord)}...` : words;
  return `\`${short.replaceAll("`", "'").replace(/\p{C}/gu, "?")}\``;
}
