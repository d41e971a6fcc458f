import { startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import { mkdtempDisposable, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readApp } from "./app-files.ts";
import { appPermissions } from "@debootc/core/hub/app-needs";
import { githubUrls } from "./github-urls.ts";
import { setUpApp } from "./set-up-app.ts";

const common = {
  ...{ name: "debootc test", publicUrl: "https://hub.example.org/", githubUrl: "https://github.example" },
  ...{ isPublic: false, state: "a-random-state" },
};

test("an App is registered by its manifest, and its key is for the user of the hub alone", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-setup-"));
  const github = await startFakeGitHub();
  try {
    const pages: string[] = [];
    const opened = async (url: string) => {
      const page = await (await fetch(url)).text();
      const [, value = ""] = /name="manifest" value="([^"]*)"/.exec(page) ?? [];
      const manifest = JSON.parse(value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
      expect(manifest).toMatchObject({
        hook_attributes: { url: "https://hub.example.org/webhooks" },
        default_permissions: appPermissions,
      });
      const code = github.submitManifest(manifest, "acme");
      const back = `${url}registered?code=${code}`;
      expect((await fetch(`${back}&state=guessed`)).status).toBe(403);
      pages.push(await (await fetch(`${back}&state=a-random-state`)).text());
    };
    const result = await setUpApp({
      ...{
        ...common,
        directory: directory.path,
        github: { html: "https://github.example", api: github.url },
      },
      onReady: (url) => void opened(url),
    });
    const app = await readApp(directory.path);
    expect(app).toMatchObject({ appId: result.appId, slug: "debootc-test" });
    expect(app?.privateKey).toMatch(/^-----BEGIN/);
    expect(app?.webhookSecret.length).toBeGreaterThan(20);
    for (const name of ["app.json", "app-key.pem", "webhook-secret"])
      expect((await stat(join(directory.path, name))).mode & 0o777).toBe(0o600);
    await expect(setUpApp({ ...common, directory: directory.path, onReady: () => {} })).rejects.toMatchObject(
      { code: "state-conflict" },
    );
  } finally {
    await github.close();
  }
});

test("addresses of GitHub Enterprise Server follow from that of its pages", () => {
  expect(githubUrls("https://github.com/").api).toBe("https://api.github.com");
  expect(githubUrls("https://git.example.org/").api).toBe("https://git.example.org/api/v3");
});
