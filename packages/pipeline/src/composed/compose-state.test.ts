import { describe, expect, test } from "vitest";
import { type ComposeState, lifeOfCompose } from "./compose-state.ts";

describe("the life of a compose", () => {
  test.each<[ComposeState["status"], ComposeState["owner"], string]>([
    ["STARTED", "alive", "alive"],
    ["STARTED", "unknown", "unknown"],
    ["STARTED", "dead", "dead"],
    ["STARTED", "absent", "dead"],
    ["FINISHED", "absent", "dead"],
    ["absent", "dead", "dead"],
    ["absent", "absent", "unknown"],
  ])("with status %s and owner %s is %s", (status, owner, life) => {
    expect(lifeOfCompose({ status, owner })).toBe(life);
  });
});
