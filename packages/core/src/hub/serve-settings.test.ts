import { describe, expect, test } from "vitest";
import { serveSettings } from "./serve-settings.ts";

const settings = (environment: Record<string, string> = {}, options = {}) =>
  serveSettings({ options, environment, home: "/home/me" });

describe("the settings of the hub", () => {
  test("are complete without any being given", () => {
    expect(settings()).toEqual({
      port: 8090,
      host: "127.0.0.1",
      dataDir: "/home/me/.local/share/debootc/hub",
      githubUrl: "https://api.github.com",
      mostActive: 20,
      keepBodies: 14,
      keepDeliveries: 90,
      keepAnswers: 7,
      keepLogs: 30,
      storage: "disk",
      storageRegion: "us-east-1",
      keepDays: 30,
      largestArtifact: 20,
      largestAsset: 2 ** 31 - 1,
    });
    expect(settings({ XDG_DATA_HOME: "/srv" })).toMatchObject({ dataDir: "/srv/debootc/hub" });
    expect(settings({ XDG_DATA_HOME: "srv" })).toMatchObject({
      dataDir: "/home/me/.local/share/debootc/hub",
    });
  });

  test("come from an option before a variable, and an empty variable is none", () => {
    expect(settings({ DEBOOTC_HUB_PORT: "1", DEBOOTC_HUB_HOST: "" }, { port: "2" })).toMatchObject({
      port: 2,
      host: "127.0.0.1",
    });
  });

  test("that are wrong are named all at once, with what was given", () => {
    const all = () => settings({ DEBOOTC_APP_ID: "x" }, { port: "70000", dataDir: "here" });

    expect(all).toThrow(/--port is "70000"/);
    expect(all).toThrow(/--data-dir is "here": an absolute path/);
    expect(all).toThrow(/DEBOOTC_APP_ID is "x"/);
  });

  test("keep deliveries longer than GitHub lists them, so that none comes twice", () => {
    expect(() => settings({ DEBOOTC_HUB_KEEP_DELIVERIES: "3" })).toThrow(
      /DEBOOTC_HUB_KEEP_DELIVERIES is "3"/,
    );
    expect(settings({ DEBOOTC_HUB_KEEP_RUNS: "400" })).toMatchObject({ keepRuns: 400 });
  });

  test("show no password of the database", () => {
    const wrong = () => settings({ DATABASE_URL: "mysql://me:hunter2@db" });

    expect(wrong).toThrow(/^cannot start the hub: DATABASE_URL has another form: postgresql:/);
    expect(wrong).not.toThrow(/hunter2/);
  });
});
