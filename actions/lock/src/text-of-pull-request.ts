/** GitHub takes 65,536 characters, and workflows add some of their own. */
const longest = 60_000;

/** Returns what a pull request can have of a text: whole lines, with a word about those that are left out. */
export function textOfPullRequest(text: string): string {
  if (text.length <= longest) return text;
  const lines = text.split("\n");
  let length = 0;
  const kept = lines.filter((line) => {
    length += line.length + 1;
    return length <= longest;
  });
  return `${kept.join("\n")}\n\n${lines.length - kept.length} more lines are in the summary of the job.\n`;
}
