import { errorCodes } from "@debootc/core/error/codes";
import { escapeHtml, htmlPage } from "./html-page.ts";

/** Shows the table of errors; the type of each problem leads to its row. */
export function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(
    ([code, { class: kind, http, exit, summary }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${http}</td><td>${exit}</td><td>${escapeHtml(kind)}</td><td>${escapeHtml(summary)}</td></tr>`,
  );
  return htmlPage(
    "Errors of debootc",
    `<table><tr><th>code</th><th>HTTP</th><th>exit</th><th>class</th><th>meaning</th></tr>\n${rows.join("\n")}\n</table>`,
  );
}
