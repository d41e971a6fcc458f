import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** Is a request as Hono gives it, with Node's own objects. */
export type HttpContext = Context<{ Bindings: HttpBindings }>;
