import { createHash } from "node:crypto";

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
code, pre { font: 14px/1.4 ui-monospace, monospace; background: #f2f2f2; }
pre { padding: .6rem; overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #ddd; }
h2 { margin-top: 2.5rem; }
:target { background: #fff3bf; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #161616; } code, pre { background: #262626; } :target { background: #4a3d00; } a { color: #8ab4ff; } }
`;

/** Is what such a page may load: its own style, and nothing else from anywhere. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Returns a page without scripts and without foreign hosts. The body is markup, the title is text. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`;
}

/** Turns text into markup that shows it. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
