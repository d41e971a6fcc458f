import { DebootcError } from "@debootc/core/error/debootc-error";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { except } from "hono/combine";
import { answerFault } from "./frame/answer-fault.ts";
import type { ApiDependencies, ApiEnv } from "./frame/api-dependencies.ts";
import { authenticate, authenticateReader } from "./frame/authenticate.ts";
import { newRouter } from "./frame/new-router.ts";
import { documentPage } from "./pages/document-page.ts";
import { errorsPage } from "./pages/errors-page.ts";
import { pagePolicy } from "./pages/html-page.ts";
import { agentLogRoutes } from "./routes/agent-log-routes.ts";
import { agentRoutes } from "./routes/agent-routes.ts";
import { eventRoutes } from "./routes/event-routes.ts";
import { hostRoutes } from "./routes/host-routes.ts";
import { channelRoutes } from "./routes/channel-routes.ts";
import { intakeRoutes } from "./routes/intake-routes.ts";
import { releaseRoutes } from "./routes/release-routes.ts";
import { artifactRoutes } from "./routes/artifact-routes.ts";
import { keyRoutes } from "./routes/key-routes.ts";
import { listRoutes } from "./routes/list-routes.ts";
import { logRoutes } from "./routes/log-routes.ts";
import { runRoutes } from "./routes/run-routes.ts";
import { taskRoutes } from "./routes/task-routes.ts";

/** Is the version of the API, by semantic versioning; docs/hub-api.md says what may change in which. */
export const apiVersion = "1.1.0";

/** Bounds what is read of a request; the largest one that means something has a few hundred bytes. */
const longestBody = 64 * 1024;

/** Bounds what is read of an agent: what its caches hold takes a thousand lines. */
const longestOfAgent = 512 * 1024;

/** Makes everything of the hub that is read or steered over HTTP, except for webhooks and health. */
export function createApi(deps: ApiDependencies): OpenAPIHono<ApiEnv> {
  const app = newRouter();
  app.onError((error, c) => answerFault(error, c, deps));
  app.notFound((c) => {
    throw new DebootcError("not-found", `there is nothing at ${c.req.path} for ${c.req.method}`, {
      hint: "/docs lists all routes.",
    });
  });
  app.use("*", securityHeaders);
  // Agents have tokens of their own, which their routes look at.
  const ofAgents = "/api/v1/agent/*";
  app.use("/api/*", except(ofAgents, authenticate(deps), limitBody(longestBody)));
  app.use(ofAgents, limitBody(longestOfAgent));
  const all = [
    listRoutes,
    runRoutes,
    taskRoutes,
    intakeRoutes,
    keyRoutes,
    hostRoutes,
    eventRoutes,
    logRoutes,
    artifactRoutes,
    releaseRoutes,
    channelRoutes,
    agentRoutes,
    agentLogRoutes,
  ];
  for (const routes of all) app.route("/api/v1", routes(deps));
  app.openAPIRegistry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "A key of the hub: `debootc_<id>_<secret>`.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "host", {
    type: "http",
    scheme: "bearer",
    description: "The token of a host: `debootc_host_<id>_<secret>`.",
  });
  addPages(app, deps);
  return app;
}

function limitBody(maxSize: number): MiddlewareHandler<ApiEnv> {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new DebootcError("request-too-large", `the body is longer than ${maxSize} bytes`);
    },
  });
}

function addPages(app: OpenAPIHono<ApiEnv>, deps: ApiDependencies): void {
  const reader = authenticateReader(deps);
  const document = () =>
    app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "debootc hub",
        version: apiVersion,
        description:
          "Reads and steers the runs and tasks of a hub. Times are UTC; unknown parameters are refused.",
      },
      security: [{ key: [] }],
    });
  app.get("/openapi.json", reader, (c) => c.json(document()));
  app.get("/docs", reader, () => page(documentPage(document())));
  app.get("/docs/errors", reader, () => page(errorsPage()));
  app.get("/metrics", reader, async (c) =>
    c.text(await deps.metrics(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
  );
}

function page(text: string): Response {
  return new Response(text, {
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": pagePolicy },
  });
}

const headers: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cache-Control": "no-store",
};

const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(headers)) {
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  }
};
