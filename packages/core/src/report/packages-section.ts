import type { PackageChangeKind } from "../diff/package-change.ts";
import type { InstalledPackage } from "../dpkg/installed-package.ts";
import { countOf, formatBytes } from "../text/amount.ts";
import { type Html, html } from "./html.ts";
import { packageMap } from "./package-map.ts";
import type { ReportData } from "./report-data.ts";

/** Renders packages by installed size: a picture by source, and the list. */
export function packagesSection({ packages, builtHere, changes }: ReportData): Html {
  const here = changes?.packages.filter(({ change }) => change !== "removed") ?? [];
  const changeOf = new Map(here.map(({ source, change }) => [source, change]));
  const changesByName = new Map(
    here.flatMap(({ change, packages: changed }) => changed.map(({ name }) => [name, change] as const)),
  );
  const sources = [...Map.groupBy(packages, ({ source }) => source)].map(([source, members]) => ({
    source,
    bytes: members.reduce((sum, { installedSize }) => sum + installedSize, 0),
    change: changeOf.get(source),
  }));
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  const list = [...packages].sort((a, b) => b.installedSize - a.installedSize || (a.name < b.name ? -1 : 1));
  return html`<section aria-labelledby="packages"><h2 id="packages">Packages</h2>
<p class="faint">${formatBytes(total)} installed, by source package${
    changeOf.size > 0 && html`; <span class="key changed"></span>changed since the previous compose`
  }</p>
${packageMap(sources)}
<details><summary>${countOf(packages.length, "package")}, largest first</summary>
<div class="scroll" tabindex="0" role="region" aria-label="All packages"><table>
<tr><th scope="col">Package and source</th><th scope="col">Version</th><th scope="col" class="number">Installed</th></tr>
${list.map((one) => packageRow(one, changesByName.get(one.name), builtHere.includes(one.name)))}</table></div></details></section>
`;
}

function packageRow(
  { name, version, source, installedSize }: InstalledPackage,
  change: PackageChangeKind | undefined,
  isBuiltHere: boolean,
): Html {
  const notes = [...(source === name ? [] : [source]), ...(isBuiltHere ? ["built here"] : [])];
  return html`<tr><td>${name}${change !== undefined && html` <span class="accent">${change}</span>`}${notes.length > 0 && html`<small>${notes.join(", ")}</small>`}</td><td><code>${version}</code></td><td class="number">${formatBytes(installedSize)}</td></tr>
`;
}
