import { expect, test } from "vitest";
import { type PlacingFacts, whyNotPlaced } from "./why-not-placed.ts";

const now = new Date("2026-11-30T12:00:00Z");
const host = {
  ...{ id: 1, name: "one", state: "enabled" as const, isAlive: true, arches: ["amd64"], labels: [] },
  ...{ slots: 2, busy: 0 },
};
const facts: PlacingFacts = { now, since: now, arch: "amd64", needs: [], hosts: [host] };
const placement = { state: "placed" as const, host: "one", since: now, isSettled: false };
const ended = { ...placement, state: "ended" as const, outcome: "host-lost" as const };

test.each<[string, PlacingFacts, RegExp]>([
  ["no-host", { ...facts, arch: "arm64" }, /no host of the fleet is there with arm64;/],
  ["no-host", { ...facts, needs: ["kvm"] }, /with amd64 and the label kvm/],
  ["no-host", { ...facts, hosts: [], arch: undefined }, /no host of the fleet is there;/],
  ["hosts-closed", { ...facts, hosts: [{ ...host, state: "draining" }] }, /one is draining/],
  ["hosts-silent", { ...facts, hosts: [{ ...host, isAlive: false }] }, /heard of lately: one/],
  ["hosts-full", { ...facts, hosts: [{ ...host, busy: 2 }] }, /one has 2 of 2/],
  ["turn", facts, /host one is free/],
  ["placed", { ...facts, placement }, /host one is to do it/],
  ["registering", { ...facts, placement: { ...placement, state: "registering" } }, /asked for a runner/],
  ["starting", { ...facts, placement: { ...placement, state: "ordered" } }, /host one starts/],
  ["settling", { ...facts, placement: ended }, /its host was silent for too long; GitHub is asked/],
  ["turn", { ...facts, placement: { ...ended, isSettled: true } }, /host one is free/],
])("a job without a runner waits for: %s", (kind, given, message) => {
  expect(whyNotPlaced(given)).toMatchObject({ kind, message: expect.stringMatching(message) });
});

test("a pause says what led to it, and when it ends", () => {
  const until = new Date(now.getTime() + 5000);
  const why = whyNotPlaced({
    ...facts,
    placeAfter: until,
    placement: { ...ended, outcome: "unreachable", message: "GitHub answered 502", isSettled: true },
  });
  expect(why).toMatchObject({ kind: "placing-pause", until });
  expect(why.message).toMatch(/GitHub answered 502/);
});
