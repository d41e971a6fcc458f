import { expect, test } from "vitest";
import { sharedEnvironment } from "./order-environment.ts";

test("a runner gets the way to the network and what it is given by name, and nothing else of the agent", () => {
  const environment = {
    HTTPS_PROXY: "http://proxy.example.org:3128",
    no_proxy: "localhost",
    DEBOOTC_MIRROR: "http://mirror.example.org/debian",
    DEBOOTC_AGENT_TOKEN_FILE: "/etc/token",
    DEBOOTC_HUB_KEY: "debootc_1_secret",
    DEBOOTC_HUB_STORAGE_CREDENTIALS: "id:secret",
    AWS_SECRET: "secret",
    LICENCE: "42",
    HOME: "/root",
    PATH: "/home/me/bin",
  };
  const choice = { environment, cacheDir: "/var/cache/debootc", node: "/opt/node/bin/node" };

  expect(
    sharedEnvironment({
      ...choice,
      passEnv: ["LICENCE", "DEBOOTC_AGENT_TOKEN_FILE", "DEBOOTC_HUB_STORAGE_CREDENTIALS", "ABSENT"],
    }),
  ).toEqual({
    PATH: "/opt/node/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    DEBOOTC_CACHE_DIR: "/var/cache/debootc",
    HTTPS_PROXY: "http://proxy.example.org:3128",
    no_proxy: "localhost",
    DEBOOTC_MIRROR: "http://mirror.example.org/debian",
    LICENCE: "42",
  });
});
