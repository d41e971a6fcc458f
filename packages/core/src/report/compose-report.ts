import { createHash } from "node:crypto";
import { bootSection } from "./boot-section.ts";
import { changesSection } from "./changes-section.ts";
import { contentsSection } from "./contents-section.ts";
import { findingsSection } from "./findings-section.ts";
import { Html, html } from "./html.ts";
import { layersSection } from "./layers-section.ts";
import { packagesSection } from "./packages-section.ts";
import type { ReportData } from "./report-data.ts";
import { reportStyle } from "./report-style.ts";
import { timingsSection } from "./timings-section.ts";

/**
 * Renders the report of a compose: one self-contained page. It has no script, and its policy forbids scripts and
 * anything from elsewhere. Equal data give equal bytes.
 */
export function composeReport(data: ReportData): string {
  const { composeId, ref } = data.compose;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${composeId}</title>
<style>${new Html(reportStyle)}</style>
</head>
<body>
<header><h1>${composeId}</h1><p class="faint">${ref}</p></header>
<main>
${contentsSection(data)}${changesSection(data)}${packagesSection(data)}${layersSection(data)}${timingsSection(data)}${findingsSection(data)}${bootSection(data)}</main>
<footer>Made by debootc.</footer>
</body>
</html>
`.text;
}

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(reportStyle).digest("base64")}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
