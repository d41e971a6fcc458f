import type { InstalledPackage } from "../dpkg/installed-package.ts";
import { countOf, formatBytes } from "../text/amount.ts";
import { type Html, html } from "./html.ts";
import { packageMap } from "./package-map.ts";
import type { ReportData } from "./report-data.ts";

/** Renders packages by installed size: a picture by source, and the list. */
export function packagesSection({ packages, builtHere, changes }: ReportData): Html {
  const changed = new Set(
    changes?.packages.filter(({ change }) => change !== "removed").map(({ source }) => source),
  );
  const sources = [...Map.groupBy(packages, ({ source }) => source)].map(([source, members]) => ({
    source,
    bytes: members.reduce((sum, { installedSize }) => sum + installedSize, 0),
    changed: changed.has(source),
  }));
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  const list = [...packages].sort((a, b) => b.installedSize - a.installedSize || (a.name < b.name ? -1 : 1));
  return html`<section aria-labelledby="packages"><h2 id="packages">Packages</h2>
<p class="faint">${formatBytes(total)} installed, by source package${
    changed.size > 0 && html`; <span class="key changed"></span>changed since the previous compose`
  }</p>
${packageMap(sources)}
<details><summary>${countOf(packages.length, "package")}, largest first</summary>
<div class="scroll" tabindex="0" role="region" aria-label="All packages"><table>
<tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col" class="number">Installed</th><th scope="col" class="minor">Source</th></tr>
${list.map((one) => packageRow(one, builtHere.includes(one.name)))}</table></div></details></section>
`;
}

function packageRow({ name, version, source, installedSize }: InstalledPackage, isBuiltHere: boolean): Html {
  return html`<tr><td>${name}</td><td><code>${version}</code></td><td class="number">${formatBytes(installedSize)}</td><td class="minor">${source !== name && source}${isBuiltHere && " built here"}</td></tr>
`;
}
