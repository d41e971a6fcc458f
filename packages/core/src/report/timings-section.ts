import { criticalPath } from "../compose/critical-path.ts";
import type { NodeTiming } from "../compose/node-timing.ts";
import { formatSeconds } from "../text/amount.ts";
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";

/** Renders when each step began, how long it took, and which of them made the run as long as it was. */
export function timingsSection({ timings }: Pick<ReportData, "timings">): Html {
  const end = Math.max(0.001, ...timings.map(({ startSeconds, seconds }) => startSeconds + seconds));
  const path = criticalPath(timings);
  return html`<section aria-labelledby="times"><h2 id="times">How long it took</h2>
<div>${timings.map((timing) => timingRow(timing, end, path.includes(timing)))}</div>
<p class="faint">${formatSeconds(end)} up to this report. The critical path is in bold: each of its steps waited for the one
before, so only what makes these faster makes the whole faster.</p></section>
`;
}

function timingRow(
  { title, outcome, reason, startSeconds, seconds }: NodeTiming,
  end: number,
  isCritical: boolean,
): Html {
  if (reason !== undefined)
    return html`<div class="time"><span>${title}</span>
<span class="faint why">${reason}</span><span class="number">skipped</span></div>
`;
  const x = (startSeconds / end) * 100;
  const isReused = outcome !== "finished";
  return html`<div class="time"><span>${isCritical ? html`<strong>${title}</strong>` : title}</span>
<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="${isReused ? "reused" : "made"}" x="${x.toFixed(2)}" y="0" width="${Math.max(0.4, (seconds / end) * 100).toFixed(2)}" height="10"/></svg>
<span class="number">${isReused ? outcome : formatSeconds(seconds)}</span></div>
`;
}
