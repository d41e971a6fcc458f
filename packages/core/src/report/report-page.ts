import { createHash } from "node:crypto";
import { Html, html } from "./html.ts";
import { reportStyle } from "./report-style.ts";

/** Renders a page around its sections. It has no script, and its policy forbids scripts and anything from elsewhere. */
export function reportPage(
  { title, subtitle }: { readonly title: string; readonly subtitle: string },
  sections: Html,
): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Html(reportStyle)}</style>
</head>
<body>
<header><h1>${title}</h1><p class="faint">${subtitle}</p></header>
<main>
${sections}</main>
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
