import { errorCodes } from "@debootc/core/error/codes";
import type { DoctorFinding, DoctorReport } from "@debootc/core/doctor/doctor-report";
import { programName } from "../../screen/program-name.ts";
import type { Canvas } from "../../screen/screen.ts";
import { countOf } from "@debootc/core/text/amount";
import { displayWidth, pad } from "../text/display-width.ts";

/** What `doctor` found, one row a finding, and what it comes to. */
export function doctorSummary(report: DoctorReport, canvas: Canvas): string {
  const titles = report.findings.map((finding) => displayWidth(finding.title));
  // One long title, such as that of a mount, is not to push all details aside.
  const aligned = Math.max(0, ...titles.filter((columns) => columns <= 24));
  const rows = report.findings.flatMap((finding) => findingRows(finding, aligned, canvas));
  return ["", ...rows, "", ...verdict(report, canvas), "", ""].join("\n");
}

/** What is left over hinders no compose; what is lacking fails as the compose itself would. */
export function doctorStatus({ findings }: DoctorReport): number {
  const lacking = findings.find((finding) => finding.state === "lacking");
  return lacking === undefined ? 0 : errorCodes[lacking.code ?? "tool-missing"].exit;
}

function findingRows(
  { state, title, detail, hint }: DoctorFinding,
  aligned: number,
  { style, glyphs }: Canvas,
): string[] {
  const sign = {
    ok: style.good(glyphs.done),
    removed: style.good(glyphs.done),
    lacking: style.bad(glyphs.failed),
    "left-over": style.warn(glyphs.warning),
  }[state];
  const words = state === "removed" ? "removed" : detail;
  const row = `  ${sign} ${words === undefined ? title : `${pad(title, aligned)}  ${style.faint(words)}`}`;
  return hint === undefined ? [row] : [row, `      ${style.accent(hint)}`];
}

function verdict({ findings }: DoctorReport, { style }: Canvas): string[] {
  const count = (state: DoctorFinding["state"]) =>
    findings.filter((finding) => finding.state === state).length;
  const left = count("left-over");
  const lacking = count("lacking");
  return [
    lacking === 0
      ? `  ${style.heading("This machine can compose.")}`
      : `  ${style.bad(`${countOf(lacking, "thing")} missing.`)} script/setup installs what Debian has.`,
    ...(left === 0
      ? []
      : [`  ${style.warn(`${countOf(left, "thing")} left by a crash:`)} ${programName} doctor --fix`]),
  ];
}
