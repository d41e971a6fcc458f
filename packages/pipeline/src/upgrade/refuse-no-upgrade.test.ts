import { DebootcError } from "@debootc/core/error/debootc-error";
import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { refuseNoUpgrade } from "./refuse-no-upgrade.ts";

const from = legOfCompose("old", { timestamp: "2026-11-22T10:00:00Z" });
const to = legOfCompose("new", { timestamp: "2026-11-23T10:00:00Z" });

test("a later compose of the same ref is an upgrade, and so is one of the same time", () => {
  expect(() => refuseNoUpgrade(from, to)).not.toThrow(DebootcError);
  expect(() => refuseNoUpgrade(from, { ...to, timestamp: from.timestamp })).not.toThrow(DebootcError);
});

test.each([
  ["of the same commit", from, { ...to, commit: from.commit }, /same commit/],
  [
    "of another ref",
    from,
    { ...to, ref: "debian/14/amd64/site" },
    /follows debian\/13\/.*is of debian\/14\//,
  ],
  ["that is older", to, from, /new is newer \(2026-11-23.*than old \(2026-11-22/],
])("a compose %s is no upgrade", (_, one, other, message) => {
  expect(() => refuseNoUpgrade(one, other)).toThrow(
    expect.objectContaining({ code: "usage", message: expect.stringMatching(message) }),
  );
});
