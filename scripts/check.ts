import { runChecks } from "./check/run-checks.ts";

/** The gate, the same on a laptop and in CI: `npm run check`. */
const { failed } = await runChecks((line) => console.log(line));
process.exitCode = failed.length === 0 ? 0 : 1;
