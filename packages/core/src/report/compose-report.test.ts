import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { composeReport } from "./compose-report.ts";
import type { ReportData } from "./report-data.ts";
import { reportData } from "./report-data.fixture.ts";

const page = composeReport(reportData);
/** The text without markup. */
const textOf = (report: string) =>
  report
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ");

describe("composeReport", () => {
  test.each([
    ["what it is", "Debian trixie, amd64 Version 13.1 Kernel 6.12.57+deb13-amd64 Packages 6"],
    ["what changed", "Changes since minimal-13-20261121.0 Version 13.0 → 13.1 Kernel 6.12.48+deb13-amd64 →"],
    ["packages that changed", "openssl libssl3t64 upgraded 3.5.1-1 → 3.5.4-1~deb13u1 +100.0 kB"],
    ["what an update costs", "An update downloads 93.3 MB of 102.4 MB, 3 layers"],
    ["sizes by source", "glibc, 15.7 MB"],
    ["how a size changed", "openssl, 8.7 MB, upgraded"],
    ["which packages changed, in the list of all", "libssl3t64 upgraded"],
    ["layers", "63.3 kB 189.9 kB generated/dpkg, hello downloaded"],
    ["times", "Choose the packages reused Build the root 1m 04s"],
    ["findings", "0 errors and 1 warning from 2 rules of the linter."],
    ["warnings", "an index has expired Sign it again."],
    ["what describes it", "SPDX 2.3 compose/minimal/amd64/sbom.spdx.json CycloneDX 1.6"],
    ["what it is checked with", "checksums compose/SHA256SUMS"],
    ["how to log in", "debootc run . --ssh "],
    ["how to boot", "debootc boot . "],
  ])("says %s", (_, words) => {
    expect(textOf(page)).toContain(words);
  });

  test("begins with the findings, and how to use the compose", () => {
    expect([...page.matchAll(/<h2 id="([^"]*)"/g)].map(([, id]) => id)).toEqual([
      "findings",
      "boot",
      "contents",
      "changes",
      "packages",
      "layers",
      "times",
    ]);
  });

  test("writes a disk only where there is none yet", () => {
    const places = { ...reportData.places, disks: [] };

    expect(textOf(page)).not.toContain("debootc export disk");
    expect(textOf(composeReport({ ...reportData, places }))).toContain("debootc export disk . ");
  });

  test("marks the steps that made the run as long as it was", () => {
    expect([...page.matchAll(/<strong>([^<]*)<\/strong>/g)].map(([, title]) => title)).toEqual([
      "Choose the packages",
      "Build the root",
      "Export the image",
    ]);
  });

  test("a step that was left out says why among the times, and takes none", () => {
    const left = {
      ...{ node: "lint", phase: "output", title: "Judge the image", startSeconds: 0, seconds: 0 },
      ...({ outcome: "skipped" } as const),
      reason: "left out by --skip lint",
    } as const;
    const report = composeReport({ ...reportData, timings: [left, ...reportData.timings] });

    expect(textOf(report)).toContain("Judge the image left out by --skip lint skipped Choose the packages");
    expect(report).not.toContain("<strong>Judge the image");
  });

  test("equal data give equal bytes", () => {
    expect(composeReport(structuredClone(reportData))).toBe(page);
  });

  test("nothing is loaded from elsewhere, and the policy allows only the page's own style", () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? "";
    const digest = createHash("sha256").update(style).digest("base64");

    expect(page).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;`);
    expect(page.match(/\b(?:src|href)="[^"]*"|url\(|@import/g)).toEqual([
      'href="data:,"',
      'href="compose/minimal/amd64/sbom.spdx.json"',
      'href="compose/minimal/amd64/sbom.cdx.json"',
      'href="compose/minimal/amd64/images/minimal-13-20261122.1.amd64.qcow2"',
      'href="compose/SHA256SUMS"',
    ]);
    expect(page).not.toMatch(/<script|\son\w+=|\sstyle=/);
  });

  test("the first compose of its kind, without kernel or findings, also has a report", () => {
    const { kernel: _kernel, ...compose } = reportData.compose;
    const bare: ReportData = {
      ...reportData,
      compose: { ...compose, commit: { ...compose.commit, bootable: false } },
      packages: [],
      layers: [],
      timings: [],
      changes: undefined,
      lint: undefined,
      warnings: [],
    };
    const text = textOf(composeReport(bare));

    expect(text).toContain("the first compose of its kind");
    expect(text).toContain("none: not bootable");
    expect(text).not.toMatch(/debootc (boot|run|export disk)/);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("nothing in a treefile, a package or an image becomes markup", () => {
    const evil = `"'><img src=x onerror=alert(1)><script>alert(2)</script>`;
    const hostile = JSON.parse(
      JSON.stringify(reportData, (_, value: unknown) =>
        typeof value === "string" &&
        !/^(zstd|warning|error|new|kept|added|upgraded|removed|finished|reused)$/.test(value)
          ? `${value}${evil}`
          : value,
      ),
    );
    const tags = (report: string) => [...new Set(report.match(/<\/?[a-z!][^\s>]*/gi))].sort();

    expect(tags(composeReport(hostile))).toEqual(tags(page));
    expect(composeReport(hostile).replaceAll(/="[^"]*"/g, "")).not.toMatch(/<[^>]*(onerror|alert)/);
  });
});
