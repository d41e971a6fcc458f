import { expect, test } from "vitest";
import { partEnvironment } from "./part-environment.ts";

const environment = {
  HOME: "/root",
  DATABASE_URL: "postgresql://production",
  DEBOOTC_HUB_KEY: "debootc_1_secret",
  DEBOOTC_MIRROR: "http://mirror.example.org/debian",
  DEBOOTC_WEBHOOK_SECRET: "s",
  http_proxy: "http://proxy.example.org",
  GITHUB_TOKEN: "ghp_x",
};

test("no part learns of other hubs, databases and accounts of the user", () => {
  expect(partEnvironment(environment)).toEqual({ HOME: "/root" });
});

test("jobs find mirrors and proxies, and no secrets", () => {
  expect(partEnvironment(environment, { jobs: true })).toEqual({
    HOME: "/root",
    DEBOOTC_MIRROR: "http://mirror.example.org/debian",
    http_proxy: "http://proxy.example.org",
  });
});
