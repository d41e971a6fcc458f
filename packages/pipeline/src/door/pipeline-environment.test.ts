import { describe, expect, test } from "vitest";
import { pipelineEnvironment } from "./pipeline-environment.ts";

const root = { uid: 0, gid: 0 };

describe("pipelineEnvironment", () => {
  test("lets nothing through but proxies, and where git and registries find what the user may use", () => {
    const environment = {
      DEBOOTC_MIRROR: "http://mirror.example.org/debian",
      HOME: "/root",
      SSH_AUTH_SOCK: "/run/agent",
      GIT_SSH_COMMAND: "false",
      GITHUB_TOKEN: "secret",
      REGISTRY_AUTH_FILE: "/run/auth.json",
    };

    expect(pipelineEnvironment(environment, root)).toEqual({
      proxy: {},
      git: { HOME: "/root", SSH_AUTH_SOCK: "/run/agent" },
      display: { HOME: "/root" },
      registry: { HOME: "/root", REGISTRY_AUTH_FILE: "/run/auth.json" },
      user: root,
    });
  });

  test("the key of images and its password come by the variables of cosign, and not at all if they are empty", () => {
    const given = { COSIGN_PRIVATE_KEY: "pem", COSIGN_PASSWORD: "word" };

    expect(pipelineEnvironment(given, root).imageKey).toEqual({ pem: "pem", password: "word" });
    expect(pipelineEnvironment({ COSIGN_PRIVATE_KEY: "", COSIGN_PASSWORD: "" }, root)).not.toHaveProperty(
      "imageKey",
    );
  });

  test("proxies are known by either case, the lower one first", () => {
    const environment = {
      HTTP_PROXY: "http://a.example.org",
      http_proxy: "http://b.example.org",
      NO_PROXY: "localhost",
    };

    expect(pipelineEnvironment(environment, root).proxy).toEqual({
      http_proxy: "http://b.example.org",
      no_proxy: "localhost",
    });
  });

  test("results belong to the user who runs debootc, under sudo to root", () => {
    expect(pipelineEnvironment({ SUDO_UID: "1000", SUDO_GID: "1001" }, root).user).toEqual(root);
    expect(pipelineEnvironment({}, { uid: 5, gid: 5 }).user).toEqual({ uid: 5, gid: 5 });
  });
});
