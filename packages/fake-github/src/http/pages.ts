import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import { type Manifest, submitManifest } from "../apps/manifest.ts";
import { latestRelease } from "../releases/latest-release.ts";
import type { HttpContext } from "./request.ts";
import type { Service } from "./service.ts";

/** Serves the few addresses outside the API: the form that registers an App, and downloads. */
export function givePages(app: Hono<{ Bindings: HttpBindings }>, service: Service): void {
  giveManifestForm(app, service);
  giveDownloads(app, service);
}

/** As if whoever sends the form has pressed the button of the page that GitHub shows then. */
function giveManifestForm(app: Hono<{ Bindings: HttpBindings }>, { world }: Service): void {
  const register = async (context: HttpContext, owner: string | undefined) => {
    const { manifest: text } = await context.req.parseBody();
    let code: string;
    let back: URL;
    try {
      const manifest = JSON.parse(typeof text === "string" ? text : "") as Manifest;
      back = new URL(manifest.redirect_url ?? "");
      code = submitManifest(world, manifest, owner);
    } catch (error) {
      return context.text(`The manifest is not valid: ${String(error)}`, 422);
    }
    back.searchParams.set("code", code);
    const state = context.req.query("state");
    if (state !== undefined) back.searchParams.set("state", state);
    return context.redirect(back.href);
  };
  app.post("/settings/apps/new", (context) => register(context, undefined));
  app.post("/organizations/:org/settings/apps/new", (context) => register(context, context.req.param("org")));
}

function giveDownloads(app: Hono<{ Bindings: HttpBindings }>, { world }: Service): void {
  app.get("/download/log/:id", (context) => {
    const id = Number(context.req.param("id"));
    for (const { jobs } of world.repositories.values()) {
      const job = jobs.get(id);
      if (job !== undefined) return context.text(job.log);
    }
    return context.notFound();
  });
  app.get("/:owner/:repo/releases/latest/download/:name", (context) => {
    const { owner, repo, name } = context.req.param();
    for (const repository of world.repositories.values()) {
      if (repository.owner.login !== owner || repository.name !== repo || repository.private) continue;
      const latest = latestRelease(repository.releases.values());
      if (latest !== undefined)
        return context.redirect(`/${owner}/${repo}/releases/download/${latest.tag}/${name}`);
    }
    return context.text("Not Found", 404);
  });
  app.get("/:owner/:repo/releases/download/:tag/:name", (context) => {
    const { owner, repo, tag, name } = context.req.param();
    for (const repository of world.repositories.values()) {
      if (repository.owner.login !== owner || repository.name !== repo || repository.private) continue;
      for (const release of repository.releases.values()) {
        if (release.draft || release.tag !== tag) continue;
        for (const asset of release.assets.values())
          if (asset.name === name && asset.state === "uploaded")
            return context.body(new Uint8Array(asset.content), 200, { "content-type": asset.contentType });
      }
    }
    return context.text("Not Found", 404);
  });
}
