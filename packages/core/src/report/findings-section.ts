import type { Diagnostic } from "../error/diagnostic.ts";
import type { LintFinding } from "../lint/lint-report.ts";
import { countOf } from "../text/amount.ts";
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";

/** Renders what the linter found in the image, and the warnings of the compose. */
export function findingsSection({ lint, warnings }: ReportData): Html {
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${
  lint === undefined
    ? html`<p>The image was not checked: run <code>debootc lint</code>.</p>`
    : html`<p class="${lint.errors > 0 ? "bad" : lint.warnings > 0 ? "warn" : "good"}">${countOf(lint.errors, "error")} and ${countOf(lint.warnings, "warning")} from ${countOf(lint.checked.length, "rule")} of the linter.</p>
${lint.findings.length > 0 && findingTable(lint.findings)}`
}
${warnings.length > 0 && html`<h3>Warnings of the compose</h3>${warnings.map(warning)}`}</section>
`;
}

const shownFindings = 200;

function findingTable(findings: readonly LintFinding[]): Html {
  const rest = findings.length - shownFindings;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Findings of the linter"><table>
<tr><th scope="col">Rule</th><th scope="col">Finding, and what to do</th></tr>
${findings.slice(0, shownFindings).map(
  ({ rule, level, path, message, hint }) =>
    html`<tr><td class="word ${level === "error" ? "bad" : "warn"}">${rule}</td><td>${path !== undefined && html`<code>${path}</code> `}${message}<br><span class="faint">${hint}</span></td></tr>
`,
)}</table></div>${rest > 0 && html`<p class="faint">and ${countOf(rest, "more finding")}: debootc lint shows them all</p>`}`;
}

function warning({ message, hint }: Diagnostic): Html {
  return html`<p><span class="warn">${message}</span>${hint !== undefined && html`<br><span class="faint">${hint}</span>`}</p>`;
}
