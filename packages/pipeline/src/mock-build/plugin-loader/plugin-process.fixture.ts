import { loadPlugin } from "./load-plugin.ts";

// Loads the plugin named by the argument in plain Node, without a test runner, and prints what it is.
const [name = ""] = process.argv.slice(2);
const { plugin, code } = await loadPlugin(name, { directories: [], untrusted: [] });
process.stdout.write(JSON.stringify({ name: plugin.name, options: plugin.options?.parse({}), code }));
