import {
  type CompletedCommand,
  type CompletedGroup,
  type CompletedOption,
  type CompletedPlace,
  type CompletedValue,
  type CompletionModel,
  firstWords,
  topOptions,
  valueOptions,
  wordsOf,
} from "./completion-model.ts";

/** Returns the completion script for fish, for `source`. */
export function fishCompletion({ outputDir, commands, groups }: CompletionModel): string {
  return `# Completes debootc in fish: bin/debootc completion fish | source

# COMMAND [PLACE|any]: succeeds if the line before the cursor has this command and, with a second argument, if a word
# without an option comes next, at this place.
function __debootc_at
    set -l command ''
    set -l option ''
    set -l place 0
    for word in (commandline -opc)[2..]
        if test -n "$option"
            set option ''
        else if string match -q -- '-*' $word
            contains -- "$command $word" $__debootc_options_with_value
            and set option $word
        else if test -z "$command"
            set command $word
        else if contains -- "$command" ${groups.map(({ name }) => name).join(" ")}
            set command "$command $word"
        else
            set place (math $place + 1)
        end
    end
    test "$command" = "$argv[1]" || return
    set -q argv[2] || return 0
    test -z "$option"
    and contains -- $argv[2] any $place
end

set -g __debootc_options_with_value ${valueOptions(commands).map(quoted).join(" ")}

function __debootc_treefiles
    __fish_complete_path (commandline -ct) | string match -r '^[^\\t]*(?:/|\\.ya?ml)(?:\\t.*)?$'
end

# Finished composes, or any directory if there are none.
function __debootc_composes
    set -l output ${quoted(outputDir)}
    test -n "$DEBOOTC_OUTPUT_DIR"
    and set output $DEBOOTC_OUTPUT_DIR
    set -l words (commandline -opc)
    for index in (seq (count $words))
        if test "$words[$index]" = --output-dir; and set -q words[(math $index + 1)]
            set output $words[(math $index + 1)]
        else if string match -q -- '--output-dir=*' $words[$index]
            set output (string replace -- --output-dir= '' $words[$index])
        end
    end
    set output (string replace -r '^~/' "$HOME/" -- $output)
    set -l current (commandline -ct)
    set -l composes
    for file in $output/*/STATUS
        set -l name (path basename (path dirname $file))
        string match -q 'FINISHED*' <$file
        and test (string sub --length (string length -- "$current") -- $name) = "$current"
        and set -a composes $name
    end
    if set -q composes[1]
        printf '%s\\n' $composes
    else
        __fish_complete_directories (commandline -ct)
    end
end

complete -c debootc -f
${topOptions.map((option) => optionLine("", option)).join("\n")}
${firstWords(commands, groups)
  .map(({ name, summary }) => `complete -c debootc -n "__debootc_at '' 0" -a ${name} -d ${quoted(summary)}`)
  .join("\n")}
${groups.flatMap((group) => wordLines(group, commands)).join("\n")}
${commands.flatMap(commandLines).join("\n")}
`;
}

function wordLines(group: CompletedGroup, commands: readonly CompletedCommand[]): string[] {
  return wordsOf(group, commands).map(
    ({ word, summary }) =>
      `complete -c debootc -n "__debootc_at ${group.name} 0" -a ${word} -d ${quoted(summary)}`,
  );
}

function commandLines({ name, options, places }: CompletedCommand): string[] {
  return [
    ...options.map((option) => optionLine(name, option)),
    ...places.flatMap((place, index) => placeLine(name, place, index)),
  ];
}

function optionLine(command: string, { flag, description, value }: CompletedOption): string {
  const described = `-l ${flag.slice(2)} -d ${quoted(description)}`;
  const takes = value === undefined ? "" : ` ${requirement(value)}`;
  return `complete -c debootc -n ${quoted(`__debootc_at ${quoted(command)}`)} ${described}${takes}`;
}

function placeLine(command: string, place: CompletedPlace, index: number): string[] {
  const condition = quoted(`__debootc_at ${quoted(command)} ${place.repeats ? "any" : index}`);
  return place.kind === "text" ? [] : [`complete -c debootc -n ${condition} ${offer(place)}`];
}

function requirement(value: CompletedValue): string {
  return value.kind === "text" ? "-x" : value.kind === "file" ? "-r -F" : `-x ${offer(value)}`;
}

function offer({ kind, choices }: CompletedValue): string {
  switch (kind) {
    case "choice":
      return `-a ${quoted(choices.join(" "))}`;
    case "compose":
      return "-a '(__debootc_composes)'";
    case "directory":
      return "-a '(__fish_complete_directories (commandline -ct))'";
    case "treefile":
      return "-a '(__debootc_treefiles)'";
    default:
      return "-F";
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}
