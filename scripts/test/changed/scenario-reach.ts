import { posix } from "node:path";
import { importClosure, importGraph, type Texts } from "./import-closure.ts";

/** Tells which files a scenario runs or reads. */
export interface ScenarioReach {
  readonly name: string;
  /** Source files that its commands import. */
  readonly sources: ReadonlySet<string>;
  /** What its script, the parts of e2e/lib/ that it reads and its treefiles say. */
  readonly words: string;
}

const doorFile = "cli/src/main.ts";
const tableFile = "cli/src/command-table.ts";
/** These are programs of the system or words of the shell too, which scenarios use as often. */
const alsoPrograms = new Set(["chroot", "diff", "export", "ostree"]);
/** What script/act runs: workflows name the actions, not their files. */
const ofAct = [/^actions\/[^/]+\/src\/main[.]ts$/, /^scripts\/act[.]ts$/];
/** Tables of all that there is: who uses one entry of them imports what it stands for. */
const tables = [/^cli\/src\/command-table[.]ts$/, /\/worker-process\/operations[.]ts$/];
/** What a treefile starts only by one of its keys: without the key in its words, a scenario has no use for it. */
const onlyByKey = [{ file: /\/build-source-packages[.]ts$/, key: "source-packages" }];

/** Returns the reach of each scenario, from the commands that it names, what these import, and what else it names. */
export function scenarioReaches(names: readonly string[], texts: Texts): ScenarioReach[] {
  const graph = importGraph(texts);
  const commands = commandFiles(texts);
  const matching = (patterns: readonly RegExp[]) =>
    [...graph.keys()].filter((path) => patterns.some((pattern) => pattern.test(path)));
  return names.map((name) => {
    const words = wordsOf(name, texts);
    const used = commands.filter(({ command }) => usesCommand(words, command)).map(({ file }) => file);
    const named = [...words.matchAll(/[\w./-]+[.]ts\b/g)].map(([path]) => path.replace(/^\/+/, ""));
    const programs = /script\/act|\bneeds_act\b/.test(words) ? matching(ofAct) : [];
    const unused = onlyByKey.filter(({ key }) => !words.includes(key)).map(({ file }) => file);
    const closed = new Set(matching([...tables, ...unused]));
    return { name, sources: importClosure(graph, [doorFile, ...used, ...named, ...programs], closed), words };
  });
}

/** Returns the file of each command, as the table of commands has them. */
export function commandFiles(texts: Texts): { command: string; file: string }[] {
  const table = texts.get(tableFile) ?? "";
  return [...table.matchAll(/^ {2}"?([a-z -]+)"?: \{$[^}]*?import\("([^"]+)"\)/gm)].map(
    ([, command = "", file = ""]) => ({ command, file: posix.join(posix.dirname(tableFile), file) }),
  );
}

function usesCommand(words: string, command: string): boolean {
  const [first = ""] = command.split(" ");
  const pattern = alsoPrograms.has(first)
    ? new RegExp(`debootc"? ${first}\\b`)
    : new RegExp(`(?<![\\w/.-])${first}(?![\\w-])`);
  return pattern.test(words);
}

/** Comments are not what a scenario does; what it reads and includes is. */
function wordsOf(name: string, texts: Texts): string {
  const script = withoutComments(texts.get(`e2e/${name}.sh`) ?? "");
  const parts = [...script.matchAll(/e2e\/lib\/[a-z-]+[.]sh/g)].map(([path]) => texts.get(path) ?? "");
  const own = [script, ...parts.map(withoutComments)].join("\n");
  // What scenarios share is made by functions of e2e/lib.sh.
  const shared = /minimal_(compose|lock)/.test(own) ? "\ndebootc lock compose treefiles/minimal.yaml" : "";
  return [own + shared, ...treefilesOf(own + shared, texts)].join("\n");
}

/** The texts of the treefiles that are named in a text, with those that they include. */
function treefilesOf(text: string, texts: Texts): string[] {
  const found = new Map<string, string>();
  const open = [text];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [path, treefile] of texts) {
      if (!/^treefiles\/[^/]+[.]yaml$/.test(path) || found.has(path) || !next.includes(posix.basename(path)))
        continue;
      found.set(path, withoutComments(treefile));
      open.push(treefile);
    }
  }
  return [...found].map(([path, treefile]) => `${path}\n${treefile}`);
}

function withoutComments(script: string): string {
  return script.replaceAll(/^\s*#.*$/gm, "");
}
