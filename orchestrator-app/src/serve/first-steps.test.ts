import { describe, expect, test } from "vitest";
import { firstSteps } from "./first-steps.ts";

const settings = { dataDir: "/var/lib/hub" };
const known = { hasSecret: false, hasApp: false, port: 8090, settings };

describe("what to do next with a hub", () => {
  test("names a command that leaves the App where this hub looks for it", () => {
    expect(firstSteps(known)).toContain(
      "debootc orchestrator setup --public-url https://HUB.EXAMPLE.ORG --data-dir /var/lib/hub\n",
    );
  });

  test("asks for nothing that was given", () => {
    const withId = { ...known, hasSecret: true, settings: { ...settings, appId: 5 } };
    expect(firstSteps(withId)).toContain("Missing: the private key of the App.");
    expect(firstSteps(known)).toContain(
      "Missing: the webhook secret, the id of the App, the private key of the App.",
    );
  });

  test("is nothing once it is registered", () => {
    expect(firstSteps({ ...known, hasSecret: true, hasApp: true })).toBeUndefined();
  });
});
