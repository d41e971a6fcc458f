import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { ErrorRecord } from "@debootc/core/error/error-record";
import { readSurveyRows, type SurveyAttempt, type SurveyRow } from "./survey-rows.ts";
import { type SurveyedSystem, surveyedSystems } from "./surveyed-systems.ts";

const introduction = `<!-- \`npm run survey\` measures and writes this page. -->
# Which of Debian's packages compose?

Most packages of Debian compose as they are. Some leave state in \`/var\` that no image should have, or need a decision
that only you can make; debootc refuses those and says what to write. Each row is a compose of
[treefiles/base.yaml](../treefiles/base.yaml) with the package. Tasks also get what they recommend, and desktops,
laptops and drivers the kernel for real hardware, \`linux-image-amd64\`.

\`\`\`sh
npm run survey                          # as root: measures the rows that are missing
npm run survey -- --list                # what was measured, and when
npm run survey -- postfix at --again    # measures these rows again
npm run survey -- --refused             # measures those again that did not compose
npm run survey -- --small               # leaves out the desktops, which take many minutes each
\`\`\`

Seconds are those after the packages were there, on two processors which often did other work beside it. The last column
has the rules of [the linter](lint.md) with findings, errors in bold; \`baseimage-composefs\`, which debootc left in every
image of this suite until December 2026, is left out.

`;

/** Formats docs/survey.md from the rows that were measured. */
export function surveyPage(): string {
  const rows = new Map(readSurveyRows().map((row) => [row.name, row]));
  const table = surveyedSystems.map((system) => tableRow(system, rows.get(system.name)));
  const sections = surveyedSystems.flatMap((system) => {
    const row = rows.get(system.name);
    return row === undefined || row.plain.composed !== undefined ? [] : [section(system, row)];
  });
  const head = "| system | composes | packages | root | seconds | linter |\n|---|---|---|---|---|---|\n";
  return `${introduction}${head}${table.join("")}${sections.join("")}`;
}

function tableRow({ name }: SurveyedSystem, row: SurveyRow | undefined): string {
  if (row === undefined) return `| ${name} | not measured | | | | |\n`;
  const last = row.written ?? row.plain;
  return `| ${name} | ${verdict(row)} | ${figures(last)} |\n`;
}

function verdict({ name, plain, written }: SurveyRow): string {
  if (plain.composed !== undefined) return "yes";
  if (written?.composed !== undefined) return `with [what to write](#${anchor(name)})`;
  return `[no](#${anchor(name)}): \`${(written ?? plain).error?.code ?? "unknown"}\``;
}

function figures({ composed, seconds }: SurveyAttempt): string {
  if (composed === undefined) return `| | ${seconds} | `;
  const { packages, rootBytes, errors, warnings } = composed;
  const rules = [
    ...errors.map((rule) => `**${rule}**`),
    ...warnings.filter((rule) => rule !== "baseimage-composefs"),
  ];
  return `${packages} | ${Math.round(rootBytes / 1e6)} MB | ${seconds} | ${rules.join(", ")}`;
}

/** Says why a system is refused as it is, and what to write. */
function section(system: SurveyedSystem, { plain, written }: SurveyRow): string {
  const said = plain.error === undefined ? "" : `debootc says:\n\n${block("text", errorText(plain.error))}`;
  const { write } = system;
  const wanted = write === undefined ? "" : `\n${write.why}\n\n${block("yaml", write.yaml)}`;
  const after =
    written?.error === undefined ? "" : `\nWith this it says:\n\n${block("text", errorText(written.error))}`;
  return `\n## ${system.name}\n\n${said}${wanted}${after}`;
}

const shownDiagnostics = 8;
const shownLines = 14;

function errorText({ message, hint, diagnostics }: ErrorRecord): string {
  const more = diagnostics.length - shownDiagnostics;
  return [
    ...shortened(message),
    ...(hint === undefined ? [] : shortened(`hint: ${hint}`)),
    ...diagnostics.slice(0, shownDiagnostics).flatMap(diagnosticLines),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join("\n");
}

function diagnosticLines({ message, file, line, hint }: Diagnostic): string[] {
  const place = file === undefined ? "" : `${file}${line === undefined ? "" : `:${line}`}: `;
  return [`${place}${message}`, ...(hint === undefined ? [] : shortened(`  hint: ${hint}`))];
}

function shortened(text: string): string[] {
  const lines = text.trimEnd().split("\n");
  const more = lines.length - shownLines;
  return more > 1 ? [...lines.slice(0, shownLines), `(${more} more lines)`] : lines;
}

/** Quotes text that packages may have written: nothing in it ends the block or is a control character. */
function block(language: string, text: string): string {
  const plain = text.replaceAll("```", "'''").replaceAll(/[^\P{C}\n]/gu, "?");
  return `\`\`\`${language}\n${plain.trimEnd()}\n\`\`\`\n`;
}

function anchor(name: string): string {
  return name.replaceAll(/[^\w-]/g, "");
}
