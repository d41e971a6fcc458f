import { describe, expect, test } from "vitest";
import { agentSettings } from "./agent-settings.ts";

const needed = { hub: "https://hub.example.org/", tokenFile: "/etc/token", runner: "/opt/runner" };
const settings = (environment: Record<string, string> = {}, options = {}) =>
  agentSettings({ options: { ...needed, ...options }, environment, home: "/home/me" });

describe("the settings of an agent", () => {
  test("are complete once hub, token and runner are given", () => {
    expect(settings()).toEqual({
      hub: "https://hub.example.org",
      tokenFile: "/etc/token",
      workDir: "/home/me/.local/state/debootc/agent",
      cacheDir: "/home/me/.cache/debootc",
      slots: 1,
      labels: [],
      runner: "/opt/runner",
      graceSeconds: 30,
      passEnv: [],
    });
    expect(settings({ XDG_STATE_HOME: "/srv", XDG_CACHE_HOME: "cache" })).toMatchObject({
      workDir: "/srv/debootc/agent",
      cacheDir: "/home/me/.cache/debootc",
    });
  });

  test("come from an option before a variable, and lists have commas", () => {
    const given = settings(
      { DEBOOTC_AGENT_SLOTS: "2", DEBOOTC_AGENT_LABELS: "kvm,big", DEBOOTC_AGENT_BUILD_ARCHES: "" },
      { slots: "3" },
    );
    expect(given).toMatchObject({ slots: 3, labels: ["kvm", "big"] });
    expect(given.arches).toBeUndefined();
  });

  test("that are wrong are named all at once, with what was given", () => {
    const all = () =>
      agentSettings({
        options: { hub: "https://me:secret@hub/x", slots: "65", arches: "amd64,x86_64" },
        environment: { DEBOOTC_AGENT_LABELS: "Big" },
        home: "/home/me",
      });

    expect(all).toThrow(/--hub is "https:\/\/me:secret@hub\/x": an address such as/);
    expect(all).toThrow(/--token-file is missing: a file with the token of this host/);
    expect(all).toThrow(/--slots is "65": a number from 1 to 64/);
    expect(all).toThrow(/DEBOOTC_AGENT_LABELS is "Big": lower-case letters/);
    expect(all).toThrow(/--build-arch is "amd64,x86_64"/);
    expect(all).toThrow(/--runner is missing: the directory of GitHub's runner/);
  });
});
