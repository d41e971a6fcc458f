/**
 * Returns a text in which whatever a CI runner would take for one of its commands is broken, so that each line stays
 * text. GitHub's runner takes a line that begins, after blanks, with `::`, and `##[` anywhere (actions/runner,
 * ActionCommand.cs: TryParseV2, TryParse); others have words between, as in `##vso[`. The text should be `printable`: the
 * runner also passes over what is invisible.
 */
export function withoutCommands(text: string): string {
  return text.replace(/##(?=[\w.-]*\[)/g, "# #").replace(leadingMark, "$1: :");
}

// Colours before a mark do not make it harmless everywhere: some runners remove them first.
// oxlint-disable-next-line no-control-regex
const leadingMark = /^((?:[ \t]|\u001b\[[0-9;]*m)*)::/gm;

/** Returns JSON in which commands are broken, and which says the same. */
export function jsonWithoutCommands(json: string): string {
  return json.replace(/##(?=[\w.-]*\[)/g, "#\\u0023");
}
