import { errorCodes } from "@debootc/core/error/codes";

const introduction = `# What does this error mean?

Every failure of debootc has a code. The code decides the exit status of the command, the class, which says who has to
act, and the HTTP status of the hub's problem documents. Exit status 0 means done.

| exit | code | class | HTTP | meaning |
|---|---|---|---|---|
`;

const output = `
## When the output cannot be written

What is printed decides nothing about the work: a compose goes on whatever becomes of its output.

| standard output | what happens | exit status |
|---|---|---|
| its reader has gone, as in \`debootc compose ... \\| head -1\` | the rest is not printed | that of the command |
| it is closed (\`>&-\`) | nothing is printed | that of the command |
| it is full or broken, such as \`/dev/full\` | the rest is lost, and standard error says so | 70 if the command succeeded, else its own |

If standard error cannot be written, progress and messages are lost; the exit status stays.

## Text of packages, logs and archives

Such text is shown, and never obeyed:

- Control characters are left out or, like marks that reorder text and characters that take no room, shown as escapes
  such as \`\\u202e\`: on a terminal, in reports, and in the labels and annotations of images.
- No line is a command to a CI runner: \`::\` at the beginning of a line becomes \`: :\`, and \`##[\` becomes \`# #[\`.
  With \`--json\` and in YAML they are escapes that mean the same.
- What runs by \`debootc chroot run\` and \`debootc chroot shell\` has your streams to itself, and nothing in them is
  changed. In a workflow of GitHub (\`GITHUB_ACTIONS=true\`), debootc stops commands around it, by lines on standard error
  ([\`::stop-commands::\`](https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands)).
- The logs of a compose are as they were written: stop commands before a workflow prints one.
- Which package broke is what dpkg and apt report on their status channels, not what the output says.
`;

/** Formats docs/errors.md: the table of errors, by exit status, and what becomes of output and foreign text. */
export function errorsPage(): string {
  const rows = Object.entries(errorCodes)
    .toSorted(([, a], [, b]) => a.exit - b.exit)
    .map(
      ([code, entry]) =>
        `| ${entry.exit} | \`${code}\` | ${entry.class} | ${entry.http} | ${entry.summary} |\n`,
    );
  return introduction + rows.join("") + output;
}
