import { rfc3339 } from "../oci/rfc3339.ts";
import { countOf, formatBytes, formatCount } from "../text/amount.ts";
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";

/** Renders what was made, at a glance. */
export function contentsSection({ compose, places, packages, layers }: ReportData): Html {
  const { commit, image, root } = compose;
  const [date, time] = rfc3339(compose.timestamp).replace("Z", "").split("T");
  const facts: readonly (readonly [string, Html | string])[] = [
    ["Debian", `${compose.suite}, ${compose.architecture}`],
    ["Version", compose.treeVersion],
    [
      "Kernel",
      compose.kernel === undefined ? html`<span class="warn">none: not bootable</span>` : compose.kernel,
    ],
    ["Packages", formatCount(packages.length)],
    ["Root", html`${formatBytes(root.bytes)}<small>${countOf(root.files, "file")}</small>`],
    [
      "Image",
      html`${formatBytes(image.size)}<small>${countOf(layers.length, "layer")}, ${image.compression}</small>`,
    ],
    ["Archive of", html`${date}<small>${time} UTC</small>`],
  ];
  return html`<section aria-labelledby="contents"><h2 id="contents">What it contains</h2>
<dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
<h3>Identity</h3>
<table>
<tr><th scope="row">ref</th><td><code>${compose.ref}</code></td></tr>
<tr><th scope="row">commit</th><td><code>${commit.checksum}</code></td></tr>
<tr><th scope="row">image</th><td><code>${image.manifestDigest}</code></td></tr>
${[...places.sboms, ...places.disks.map(({ format, path }) => ({ title: `disk, ${format}`, path }))].map(
  ({ title, path }) =>
    html`<tr><th scope="row">${title}</th><td><a href="${path}"><code>${path}</code></a></td></tr>
`,
)}<tr><th scope="row">checksums</th><td><a href="${places.checksums}"><code>${places.checksums}</code></a></td></tr>
</table></section>
`;
}
