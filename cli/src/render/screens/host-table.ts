import type { Canvas } from "../../screen/screen.ts";
import { printable } from "../text/printable.ts";
import { hubTable, timeText } from "./hub-table.ts";

/** Describes a host of a fleet as a hub shows it. */
interface HostAnswer {
  readonly name: string;
  readonly state: string;
  readonly alive: boolean;
  readonly seenAt: string | null;
  readonly report: {
    readonly arches: readonly string[];
    readonly slots: number;
    readonly runner: { readonly kind: string; readonly version: string };
  } | null;
  readonly warning: string | null;
  readonly ordersDone: number;
  readonly ordersFailed: number;
  readonly orders: readonly {
    readonly id: string;
    readonly state: string;
    readonly task: number;
    readonly name: string;
    readonly placedAt: string;
  }[];
}

/** Formats the hosts of a fleet as a table, with what will keep one from doing tasks below it. */
export function hostsText(hosts: readonly HostAnswer[], canvas: Canvas): string {
  const names = ["host", "state", "arches", "orders", "done", "failed", "seen", "runner"];
  const rows = hosts.map(({ name, state, alive, report, orders, ordersDone, ordersFailed, seenAt }) => [
    ...[name, alive || report === null ? state : `${state}, silent`, report?.arches.join(" ") ?? ""],
    ...[`${orders.length}/${report?.slots ?? 0}`, ordersDone, ordersFailed],
    ...[seenAt && timeText(seenAt), report === null ? "" : `${report.runner.kind} ${report.runner.version}`],
  ]);
  const warnings = hosts.flatMap(({ name, warning }) => (warning === null ? [] : [`${name}: ${warning}`]));
  return hubTable(names, rows, canvas) + warnings.map((line) => `${printable(line)}\n`).join("");
}

/** Formats one host with the orders that it has. */
export function hostText(host: HostAnswer, canvas: Canvas): string {
  const rows = host.orders.map(({ id, state, task, name, placedAt }) => [
    ...[id, state, task, name, timeText(placedAt)],
  ]);
  return `${hostsText([host], canvas)}\n${hubTable(["order", "state", "task", "name", "placed"], rows, canvas)}`;
}
