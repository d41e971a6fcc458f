import { shellWord } from "@debootc/core/text/shell-word";
import {
  type CompletedCommand,
  type CompletedOption,
  type CompletedPlace,
  type CompletedValue,
  type CompletionModel,
  topOptions,
} from "./completion-model.ts";

/** The completion of debootc for zsh, for `eval` after compinit, or as the file `_debootc` in fpath. */
export function zshCompletion({ outputDir, commands }: CompletionModel): string {
  return `#compdef debootc
# Completes debootc in zsh: eval "$(bin/debootc completion zsh)"
_debootc() {
  local curcontext=$curcontext context state line
  typeset -A opt_args
  _arguments -C \\
    ${[...topOptions.map(optionSpec), "'1:command:_debootc_commands'", "'*::argument:->argument'"].join(" \\\n    ")}
  [[ $state == argument ]] || return
  case $words[1] in
${commands.map(commandCase).join("\n")}
  esac
}

_debootc_commands() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(":", "\\:")}`)}`).join("\n")}
  )
  _describe command commands
}

_debootc_treefiles() {
  _files -g '*.(yaml|yml)'
}

# Finished composes, else any directory.
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

function commandCase({ name, options, places }: CompletedCommand): string {
  const specs = [...options.map(optionSpec), ...places.map(placeSpec)];
  return `  ${name})\n    _arguments \\\n      ${specs.join(" \\\n      ")}\n    ;;`;
}

function optionSpec({ flag, description, value, repeats }: CompletedOption): string {
  const told = `[${escaped(description)}]`;
  if (value === undefined) return quoted(`${flag}${told}`);
  return quoted(`${repeats ? "*" : ""}${flag}=${told}:${flag.slice(2)}:${actionOf(value)}`);
}

function placeSpec(place: CompletedPlace, index: number): string {
  return quoted(`${place.repeats ? "*" : index + 1}:${place.name}:${actionOf(place)}`);
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

/** Brackets and colons part the fields of a specification. */
function escaped(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
