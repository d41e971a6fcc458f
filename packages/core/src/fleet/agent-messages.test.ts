import { expect, test } from "vitest";
import { hostReportSchema } from "./host-report.ts";
import { nextRequestSchema, orderReportSchema } from "./agent-messages.ts";

const host = {
  ...{
    version: "1.0.0",
    bootId: "b6",
    arches: ["amd64", "arm64"],
    cpus: 2,
    memoryMiB: 4096,
    diskMiB: 20_000,
  },
  ...{ slots: 1, labels: ["kvm"], runner: { kind: "official", version: "2.336.0" }, caches: [] },
};

test("a host tells what it can do", () => {
  expect(hostReportSchema.parse(host)).toEqual(host);
});

test.each([
  ["no architecture", { arches: [] }],
  ["an architecture that Debian does not have", { arches: ["x86_64"] }],
  ["no slot", { slots: 0 }],
  ["a label that GitHub would take for two", { labels: ["a,b"] }],
  ["a word that nobody asked for", { admin: true }],
])("a host with %s is refused", (_, change) => {
  expect(hostReportSchema.safeParse({ ...host, ...change }).success).toBe(false);
});

test("an order is named by what the hub made, never by a path", () => {
  const asked = (order: string) =>
    nextRequestSchema.safeParse({ term: 1, orders: [order], waitSeconds: 20 }).success;
  expect(asked("12-k3j9x2m4")).toBe(true);
  expect(asked("../12-k3j9x2m4")).toBe(false);
});

test("a report of an order says how its runner ended", () => {
  const report = {
    ...{ term: 3, state: "ended", exit: { code: 0, signal: null } },
    statistics: { seconds: 12.5, cpuSeconds: 20, maxMemoryMiB: 300, diskMiB: 40 },
  };
  expect(orderReportSchema.parse(report)).toEqual(report);
});
