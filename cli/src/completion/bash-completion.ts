import { shellWord } from "@debootc/core/text/shell-word";
import {
  type CompletedCommand,
  type CompletedValue,
  type CompletionModel,
  firstWords,
  repeatingOptions,
  topOptions,
  valueOptions,
  wordsOf,
} from "./completion-model.ts";

/** Returns the completion script for bash 4.4 and later, for `eval`. */
export function bashCompletion({ outputDir, commands, groups }: CompletionModel): string {
  const flags = (list: CompletedCommand["options"]) => list.map(({ flag }) => flag).join(" ");
  return `# Completes debootc in bash: eval "$(bin/debootc completion bash)"
_debootc() {
  local current=\${COMP_WORDS[COMP_CWORD]} command='' option='' given=' ' place=0 word
  local output=$DEBOOTC_OUTPUT_DIR
  [[ -n $output ]] || output=${shellWord(outputDir)}
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ -n $option ]]; then
      # readline splits --option=value at the sign.
      [[ $word != = ]] || continue
      [[ $option != --output-dir ]] || output=$(_debootc_unquoted "$word")
      option=
    elif [[ $word == -* ]]; then
      case "$command $word" in
      ${patterns(repeatingOptions(commands))}) ;;
      *) given+="$word " ;;
      esac
      case "$command $word" in
      ${patterns(valueOptions(commands))}) option=$word ;;
      esac
    else
      case $command in
      '') command=$word ;;
      ${patterns(groups.map(({ name }) => name))}) command+=" $word" ;;
      *) ((++place)) ;;
      esac
    fi
  done
  [[ $current != = ]] || current=
  case "$command $option" in
${commands.flatMap(optionCases).join("\n")}
  *' --'*) return ;;
  esac
  if [[ $current == -* ]]; then
    case $command in
    '') _debootc_flags ${flags(topOptions)} ;;
${commands.map(({ name, options }) => `    '${name}') _debootc_flags ${flags(options)} ;;`).join("\n")}
    esac
    return
  fi
  case "$command $place" in
  ' '*) _debootc_words ${firstWords(commands, groups)
    .map(({ name }) => name)
    .join(" ")} ;;
${groups
  .map(
    (group) =>
      `  '${group.name} '[0-9]*) _debootc_words ${wordsOf(group, commands)
        .map(({ word }) => word)
        .join(" ")} ;;`,
  )
  .join("\n")}
${commands.flatMap(placeCases).join("\n")}
  esac
}

# Options that are not given yet.
_debootc_flags() {
  local word words=()
  for word in "$@"; do
    [[ $given == *" $word "* ]] || words+=("$word")
  done
  _debootc_words "\${words[@]}"
}

# Not with compgen -W, which would run code in a name.
_debootc_words() {
  local word
  for word in "$@"; do
    [[ $word != "$current"* ]] || COMPREPLY+=("$word")
  done
}

_debootc_directories() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -d -- "$(_debootc_unquoted "$current")")
}

_debootc_files() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -- "$(_debootc_unquoted "$current")")
}

_debootc_treefiles() {
  local start
  start=$(_debootc_unquoted "$current")
  compopt -o filenames
  mapfile -t COMPREPLY < <(
    compgen -d -- "$start"
    compgen -f -X '!*.yaml' -- "$start"
    compgen -f -X '!*.yml' -- "$start"
  )
}

# Finished composes, or any directory if there are none.
_debootc_composes() {
  local file status names=()
  for file in "\${output/#\\~\\//$HOME/}"/*/STATUS; do
    [[ -r $file ]] && read -r status <"$file" && [[ $status == FINISHED* ]] || continue
    file=\${file%/STATUS}
    [[ \${file##*/} == *[!A-Za-z0-9._-]* ]] || names+=("\${file##*/}")
  done
  _debootc_words "\${names[@]}"
  [[ \${#COMPREPLY[@]} -gt 0 ]] || _debootc_directories
}

_debootc_unquoted() {
  local word=$1
  printf '%s' "\${word//[\\\\\\"\\']/}"
}

complete -F _debootc debootc
`;
}

function patterns(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(" | ");
}

function optionCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ flag, value }) => {
    if (value === undefined || value.kind === "text") return [];
    return [`  '${name} ${flag}') ${offer(value)}; return ;;`];
  });
}

function placeCases({ name, places }: CompletedCommand): string[] {
  return places.flatMap((place, index) =>
    place.kind === "text" ? [] : [`  '${name} '${place.repeats ? "*" : index}) ${offer(place)} ;;`],
  );
}

function offer({ kind, choices }: CompletedValue): string {
  switch (kind) {
    case "choice":
      return `_debootc_words ${choices.join(" ")}`;
    case "compose":
      return "_debootc_composes";
    case "directory":
      return "_debootc_directories";
    case "treefile":
      return "_debootc_treefiles";
    default:
      return "_debootc_files";
  }
}
