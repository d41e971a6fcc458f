import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { type OperationId, servedOperations } from "../description/served-operations.ts";
import { answerOperation } from "./answer-operation.ts";
import { giveGit } from "./git-routes.ts";
import { givePages } from "./pages.ts";
import { giveResultsService } from "./results-routes.ts";
import { giveRunnerProtocol } from "./runner-routes.ts";
import type { Service } from "./service.ts";

/** GitHub Enterprise Server has its API below this. */
const prefixes = ["", "/api/v3"];
/** Uploads go to a host of their own, here to a path. */
const uploadPrefix = "/api/uploads";

/** Returns the HTTP side: each operation that is served, at its path. Anything else is 501, with what is served. */
export function apiApp(service: Service): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const id of byPrecision(service)) {
    const operation = service.description.operations[id];
    if (operation === undefined)
      throw new Error(`cannot serve ${id}: the description lacks it; prune it again`);
    const roots = id === "repos/upload-release-asset" ? [...prefixes, uploadPrefix] : prefixes;
    for (const root of roots)
      for (const path of pathsOf(operation.path))
        app.on(operation.method.toUpperCase(), root + path, (context) =>
          answerOperation(service, id, operation, context),
        );
  }
  givePages(app, service);
  giveResultsService(app, service);
  giveRunnerProtocol(app, service.world);
  giveGit(app, service.world, service.directory);
  app.notFound((context) =>
    context.json(
      {
        message: `fake-github does not serve ${context.req.method} ${context.req.path}`,
        served: Object.values(service.description.operations).map(
          ({ method, path }) => `${method.toUpperCase()} ${path}`,
        ),
      },
      501,
    ),
  );
  app.onError((error, context) => {
    service.world.ledger.violations.push(`${context.req.method} ${context.req.path}: ${String(error.stack)}`);
    return context.json({ message: `fake-github failed: ${error.message}` }, 500);
  });
  return app;
}

/** A path with fixed words comes before one whose parameter would take the same words. */
function byPrecision({ description }: Service): OperationId[] {
  const weight = (id: OperationId) => {
    const path = description.operations[id]?.path ?? "";
    return path.split("/").length * 2 - (path.match(/\{/g)?.length ?? 0);
  };
  return [...servedOperations].sort((a, b) => weight(b) - weight(a));
}

/** Parameters that may contain slashes. */
const long = new Set(["path", "ref", "branch", "tag", "tree_sha"]);

function pathsOf(path: string): string[] {
  const pattern = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    long.has(name) ? `:${name}{.+}` : `:${name}`,
  );
  // A renamed repository redirects to its number.
  const numbered = pattern.replace(/^\/repos\/:owner\/:repo(?=\/|$)/, "/repositories/:repository_id");
  if (numbered !== pattern) return [...contentsRoot(pattern), ...contentsRoot(numbered)];
  return [pattern];
}

/** The root folder of a repository has an empty path. */
function contentsRoot(pattern: string): string[] {
  const root = "/contents/:path{.+}";
  return pattern.endsWith(root) ? [pattern, pattern.replace(root, "/contents")] : [pattern];
}
