import { bootSection } from "./boot-section.ts";
import { changesSection } from "./changes-section.ts";
import { contentsSection } from "./contents-section.ts";
import { findingsSection } from "./findings-section.ts";
import { html } from "./html.ts";
import { layersSection } from "./layers-section.ts";
import { packagesSection } from "./packages-section.ts";
import type { ReportData } from "./report-data.ts";
import { reportPage } from "./report-page.ts";
import { timingsSection } from "./timings-section.ts";

/**
 * Renders the report of a leg: one self-contained page, which begins with what its reader has to do. Equal data give equal
 * bytes.
 */
export function composeReport(data: ReportData): string {
  const { composeId, ref } = data.compose;
  return reportPage(
    { title: composeId, subtitle: ref },
    html`${findingsSection(data)}${bootSection(data)}${contentsSection(data)}${changesSection(data)}${packagesSection(data)}${layersSection(data)}${timingsSection(data)}`,
  );
}
