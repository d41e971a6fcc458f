import { loadPlugin } from "./load/load-plugin.ts";

// Loads the plugin that the argument names as Node does without any test runner, and tells what it is.
const [name = ""] = process.argv.slice(2);
const { plugin, code } = await loadPlugin(name, { directories: [], untrusted: [] });
process.stdout.write(JSON.stringify({ name: plugin.name, options: plugin.options?.parse({}), code }));
