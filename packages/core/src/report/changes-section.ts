import type { PackageChange } from "../diff/package-change.ts";
import { countOf, formatBytes, formatSizeChange } from "../text/amount.ts";
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";

/** Renders what changed since the previous compose. */
export function changesSection({ compose, changes }: ReportData): Html {
  if (changes === undefined) {
    return html`<section aria-labelledby="changes"><h2 id="changes">Changes</h2>
<p>This is the first compose of its kind: there is nothing to compare it with.</p></section>
`;
  }
  const { previous, packages, layers } = changes;
  const fetched = layers.filter(({ state }) => state !== "kept");
  const all = layers.reduce((bytes, { size }) => bytes + size, 0);
  const download = fetched.reduce((bytes, { size }) => bytes + size, 0);
  const facts = [
    ["Version", previous.treeVersion, compose.treeVersion],
    ["Kernel", previous.kernel ?? "none", compose.kernel ?? "none"],
    ["Commit", previous.checksum.slice(0, 12), compose.commit.checksum.slice(0, 12)],
  ].filter(([, from, to]) => from !== to);
  return html`<section aria-labelledby="changes"><h2 id="changes">Changes since ${previous.id}</h2>
<dl class="facts">${facts.map(([label, from, to]) => html`<div><dt>${label}</dt><dd>${from} → ${to}</dd></div>`)}
<div><dt>An update downloads</dt><dd>${formatBytes(download)} of ${formatBytes(all)}, ${countOf(fetched.length, "layer")}</dd></div></dl>
${packages.length === 0 ? html`<p>All packages are the same.</p>` : packageTable(packages)}</section>
`;
}

/** Has so few columns that all of them fit on a phone. */
function packageTable(changes: readonly PackageChange[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Changed packages"><table>
<tr><th scope="col">Source and packages</th><th scope="col">Change</th><th scope="col">Version</th><th scope="col" class="number">Size</th></tr>
${changes.map(
  ({ source, change, from, to, sizeChange, packages }) =>
    html`<tr><td>${source}<small>${packages.map(({ name }) => name).join(", ")}</small></td><td class="word ${colours[change]}">${change}</td><td>${from !== undefined && html`<code>${from}</code>`}${from !== undefined && to !== undefined && " → "}${to !== undefined && html`<code>${to}</code>`}</td><td class="number">${sizeChange !== 0 && formatSizeChange(sizeChange)}</td></tr>
`,
)}</table></div>`;
}

const colours: Readonly<Record<PackageChange["change"], string>> = {
  added: "good",
  removed: "bad",
  upgraded: "accent",
  downgraded: "warn",
  rebuilt: "faint",
};
