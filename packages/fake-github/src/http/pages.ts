import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import type { Service } from "./service.ts";

/** Serves the few addresses outside the API that answers lead to: downloads of artifacts and of release files. */
export function givePages(app: Hono<{ Bindings: HttpBindings }>, { world }: Service): void {
  app.get("/download/artifact/:id", (context) => {
    const id = Number(context.req.param("id"));
    for (const { artifacts } of world.repositories.values()) {
      const artifact = artifacts.get(id);
      if (artifact !== undefined)
        return context.body(new Uint8Array(artifact.content), 200, { "content-type": "application/zip" });
    }
    return context.notFound();
  });
  app.get("/download/log/:id", (context) => {
    const id = Number(context.req.param("id"));
    for (const { jobs } of world.repositories.values()) {
      const job = jobs.get(id);
      if (job !== undefined) return context.text(job.log);
    }
    return context.notFound();
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
