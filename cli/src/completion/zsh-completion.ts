import { shellWord } from "@debootc/core/text/shell-word";
import {
  type CompletedCommand,
  type CompletedGroup,
  type CompletedOption,
  type CompletedPlace,
  type CompletedValue,
  type CompletionModel,
  firstWords,
  topOptions,
  wordsOf,
} from "./completion-model.ts";

/** Returns the completion script for zsh, for `eval` after compinit, or as the file `_debootc` in fpath. */
export function zshCompletion({ outputDir, commands, groups }: CompletionModel): string {
  return `#compdef debootc
# Completes debootc in zsh: eval "$(bin/debootc completion zsh)"
_debootc() {
  local curcontext=$curcontext context state line
  typeset -A opt_args
  _arguments -C \\
    ${[...topOptions.map(optionSpec), "'1:command:_debootc_commands'", "'*::argument:->argument'"].join(" \\\n    ")}
  [[ $state == argument ]] || return
  case $words[1] in
${commands
  .filter(({ name }) => !name.includes(" "))
  .map((command) => commandCase(command, command.name))
  .join("\n")}
${groups.map((group) => groupCase(group, commands)).join("\n")}
  esac
}

${describeFunction("_debootc_commands", firstWords(commands, groups))}
${groups
  .map((group) =>
    describeFunction(
      `_debootc_${group.name}`,
      wordsOf(group, commands).map(({ word, summary }) => ({ name: word, summary })),
    ),
  )
  .join("\n")}

_debootc_treefiles() {
  _files -g '*.(yaml|yml)'
}

# Finished composes, or any directory if there are none.
_debootc_composes() {
  local output=\${(Q)opt_args[--output-dir]:-\${DEBOOTC_OUTPUT_DIR:-${shellWord(outputDir)}}} file composes=()
  for file in \${output/#\\~\\//$HOME/}/*/STATUS(N); do
    [[ $(<$file) != FINISHED* ]] || composes+=(\${file:h:t})
  done
  _wanted composes expl compose compadd -a composes || _files -/
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _debootc "$@"
else
  compdef _debootc debootc
fi
`;
}

function describeFunction(name: string, words: readonly CompletedGroup[]): string {
  const lines = words.map(
    (word) => `    ${shellWord(`${word.name}:${word.summary.replaceAll(":", "\\:")}`)}`,
  );
  return `${name}() {\n  local -a commands=(\n${lines.join("\n")}\n  )\n  _describe command commands\n}\n`;
}

/** Completes the commands of a group, whose words are numbered without the name of the group. */
function groupCase(group: CompletedGroup, commands: readonly CompletedCommand[]): string {
  const cases = wordsOf(group, commands).map((command) => commandCase(command, command.word));
  return `  ${group.name})
    state=
    _arguments -C '1:command:_debootc_${group.name}' '*::argument:->argument'
    [[ $state == argument ]] || return
    case $words[1] in
${cases.join("\n")}
    esac
    ;;`;
}

function commandCase({ options, places }: CompletedCommand, name: string): string {
  const specs = [...options.map(optionSpec), ...places.map(placeSpec)];
  return `  ${name})\n    _arguments \\\n      ${specs.join(" \\\n      ")}\n    ;;`;
}

function optionSpec({ flag, description, value, repeats }: CompletedOption): string {
  const described = `[${escaped(description)}]`;
  if (value === undefined) return shellWord(`${flag}${described}`);
  return shellWord(`${repeats ? "*" : ""}${flag}=${described}:${flag.slice(2)}:${actionOf(value)}`);
}

function placeSpec(place: CompletedPlace, index: number): string {
  return shellWord(`${place.repeats ? "*" : index + 1}:${place.name}:${actionOf(place)}`);
}

function actionOf({ kind, choices }: CompletedValue): string {
  switch (kind) {
    case "choice":
      return `(${choices.join(" ")})`;
    case "compose":
      return "_debootc_composes";
    case "directory":
      return "_files -/";
    case "treefile":
      return "_debootc_treefiles";
    case "file":
      return "_files";
    case "text":
      return " ";
  }
}

/** Escapes brackets and colons, which separate the fields of a specification. */
function escaped(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, "\\$&");
}
