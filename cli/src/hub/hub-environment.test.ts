import { serveSettingNames } from "@debootc/core/hub/serve-settings";
import { authVariables } from "@debootc/tools/registry/auth-variables";
import { expect, test } from "vitest";
import { hubEnvironment } from "./hub-environment.ts";

test("a hub gets the variables of its settings, and those by which logins of registries are found", () => {
  const read = [
    ...Object.values(serveSettingNames).map(({ variable }) => variable),
    ...authVariables,
    ...["DEBOOTC_WEBHOOK_SECRET", "DEBOOTC_HUB_STORAGE_CREDENTIALS", "PGPASSFILE", "https_proxy", "NO_PROXY"],
  ];
  const given = Object.fromEntries(read.map((name) => [name, `of ${name}`]));

  expect(hubEnvironment(given)).toEqual(given);
});

test("a hub gets neither the key of a client nor what it does not read", () => {
  expect(hubEnvironment({ DEBOOTC_HUB_KEY: "k", NODE_OPTIONS: "--inspect", GITHUB_TOKEN: "t" })).toEqual({});
});
