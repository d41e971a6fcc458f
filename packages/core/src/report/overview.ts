import type { ComposedLeg } from "../compose/composed-leg.ts";
import { type LegName, legText } from "../compose/leg-name.ts";
import type { NodeTiming } from "../compose/node-timing.ts";
import type { Release } from "../compose/release.ts";
import { formatBytes, formatCount } from "../text/amount.ts";
import { type Html, html } from "./html.ts";
import { reportPage } from "./report-page.ts";
import { timingsSection } from "./timings-section.ts";

/** Holds what the first page of a compose of several legs shows. */
export interface OverviewData {
  readonly composeId: string;
  readonly release: Release;
  readonly legs: readonly (ComposedLeg & {
    /** Where the page of the leg is, relative to this one; absent when it has none. */
    readonly page?: string | undefined;
  })[];
  /** Legs that were to be there and failed. */
  readonly missing: readonly LegName[];
  /** Where the list of checksums is, relative to this page. */
  readonly checksums: string;
  readonly timings: readonly NodeTiming[];
}

/** Renders the page that leads to those of the legs. Equal data give equal bytes. */
export function composeOverview({
  composeId,
  release,
  legs,
  missing,
  checksums,
  timings,
}: OverviewData): string {
  return reportPage(
    { title: composeId, subtitle: `${release.name} ${release.version}` },
    html`<section aria-labelledby="legs"><h2 id="legs">What it contains</h2>
${missing.map((leg) => html`<p class="bad">${legText(leg)} failed.</p>`)}<div class="scroll" tabindex="0" role="region" aria-label="Variants"><table>
<tr><th scope="col">Variant</th><th scope="col">Version</th><th scope="col">Packages</th><th scope="col">Root</th><th scope="col">Image</th><th scope="col">ref and commit</th></tr>
${legs.map(legRow)}</table></div>
<p class="faint">Checksums of all of it: <a href="${checksums}"><code>${checksums}</code></a></p></section>
${timingsSection({ timings })}`,
  );
}

function legRow({ page, ...leg }: OverviewData["legs"][number]): Html {
  const name = html`${leg.title} <small>${leg.architecture}</small>`;
  return html`<tr><td>${page === undefined ? name : html`<a href="${page}">${name}</a>`}</td><td>${leg.treeVersion}</td><td class="number">${formatCount(leg.packageCount)}</td><td class="number">${formatBytes(leg.root.bytes)}</td><td class="number">${formatBytes(leg.image.size)}</td><td><code>${leg.ref}</code><br><code>${leg.commit.checksum}</code></td></tr>
`;
}
