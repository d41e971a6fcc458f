import { registerHooks } from "node:module";

const stub = new URL("slow-compose.fixture.ts", import.meta.url).href;

/** Loaded before main.ts: composing only waits, and loading a schema can be made an error. */
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === "zod" && process.env.REFUSE_ZOD) throw new Error("zod was read");
    if (specifier === "@debootc/pipeline/compose/run-compose") return { url: stub, shortCircuit: true };
    return next(specifier, context);
  },
});
