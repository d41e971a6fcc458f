import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import { gitAccess } from "../git/git-access.ts";
import { gitServer } from "../git/git-server.ts";
import { findRepository } from "../state/find.ts";
import type { World } from "../state/world.ts";
import type { HttpContext } from "./request.ts";

/** Serves repositories to git itself, which clones from `URL/OWNER/REPO.git` and pushes to it. */
export function giveGit(app: Hono<{ Bindings: HttpBindings }>, world: World, directory: string): void {
  const serve = gitServer(world, directory);
  const answer = async (context: HttpContext, path: string, service: string) => {
    const { owner = "", repo = "" } = context.req.param() as { owner?: string; repo?: string };
    const repository = findRepository(world, `${owner}/${repo.replace(/\.git$/, "")}`);
    if (repository === undefined) return context.text("Repository not found.\n", 404);
    const writes = service === "git-receive-pack";
    const header = context.req.header("authorization");
    const access = gitAccess(world, repository, header, writes ? "write" : "read");
    if ("status" in access)
      return context.text(`${access.message}\n`, access.status, {
        "www-authenticate": 'Basic realm="GitHub"',
      });
    if (writes && repository.archived)
      return context.text("This repository was archived so it is read-only.\n", 403);
    const output = await serve({
      ...{ repository, who: access.who, writes: writes && path === service },
      body: new Uint8Array(await context.req.arrayBuffer()),
      variables: {
        ...{ REQUEST_METHOD: context.req.method, PATH_INFO: `/${path}`, REMOTE_USER: access.who.login },
        QUERY_STRING: new URL(context.req.url).search.slice(1),
        ...variable("CONTENT_TYPE", context.req.header("content-type")),
        ...variable("HTTP_CONTENT_ENCODING", context.req.header("content-encoding")),
        ...variable("GIT_PROTOCOL", context.req.header("git-protocol")),
      },
    });
    return responseOf(output);
  };
  app.get("/:owner/:repo/info/refs", (context) =>
    answer(context, "info/refs", context.req.query("service") ?? ""),
  );
  for (const service of ["git-upload-pack", "git-receive-pack"])
    app.post(`/:owner/:repo/${service}`, (context) => answer(context, service, service));
}

function variable(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}

/** A program of the web's gateway interface prints headers, of which one is the status, an empty line and the body. */
function responseOf(output: Buffer): Response {
  const end = output.indexOf("\r\n\r\n");
  const headers = new Headers();
  let status = 200;
  for (const line of output.subarray(0, Math.max(end, 0)).toString().split("\r\n")) {
    const [, name = "", value = ""] = /^([^:]+): *(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
    else if (name !== "") headers.append(name, value);
  }
  return new Response(new Uint8Array(output.subarray(end + 4)), { status, headers });
}
