import { agentRequestSchema } from "@debootc/core/request/agent-request";
import { agentSettingNames } from "@debootc/core/fleet/agent-settings";
import { expect, test } from "vitest";
import { agentOptions } from "../hub/become-agent.ts";

const kebab = (name: string) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

test("every option of the command is one that the agent knows, and the other way round", () => {
  const options = Object.keys(agentRequestSchema.shape).map(kebab);
  expect(options.sort()).toEqual(
    Object.values(agentSettingNames)
      .map(({ option }) => option)
      .sort(),
  );
});

test("the agent gets what was given, lists word by word", () => {
  expect(
    agentOptions({
      hub: "https://hub.example.org",
      slots: 2,
      label: ["kvm", "big"],
      tokenFile: "/etc/token",
      cacheDir: "/cache",
    }),
  ).toEqual([
    ...["--hub", "https://hub.example.org", "--slots", "2", "--label", "kvm", "--label", "big"],
    ...["--token-file", "/etc/token", "--cache-dir", "/cache"],
  ]);
});
