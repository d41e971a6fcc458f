import { errorCodes } from "@debootc/core/error/codes";

const introduction = `# What does this error mean?

Every failure of debootc has a code. The code decides the exit status of the command, the class, which says who has to
act, and the HTTP status of the hub's problem documents. Exit status 0 means done.

| exit | code | class | HTTP | meaning |
|---|---|---|---|---|
`;

/** Formats docs/errors.md: the table of errors, by exit status. */
export function errorsPage(): string {
  const rows = Object.entries(errorCodes)
    .toSorted(([, a], [, b]) => a.exit - b.exit)
    .map(
      ([code, entry]) =>
        `| ${entry.exit} | \`${code}\` | ${entry.class} | ${entry.http} | ${entry.summary} |\n`,
    );
  return introduction + rows.join("");
}
