import { run } from "@debootc/tools/run";

const program = `
  const [module, name, text] = process.argv.slice(1);
  const args = JSON.parse(text);
  Object.assign(args.at(-1), { signal: new AbortController().signal });
  const { [name]: call } = await import(module);
  const said = await call(...args).then(
    (value) => ({ value }),
    ({ code, message, hint }) => ({ error: { code, message, hint } }),
  );
  process.stdout.write("\\n" + JSON.stringify(said) + "\\n", () => process.exit());
`;

/**
 * Calls an exported function in a process of its own: GitHub's client reads where its API is when it is loaded. The last
 * argument gets a signal. Returns what it returns, as JSON has it, and throws what it throws.
 */
export async function inOwnProcess(
  module: URL,
  name: string,
  args: readonly object[],
  apiUrl: string,
): Promise<unknown> {
  const { stdout } = await run({
    tool: process.execPath,
    args: ["--input-type=module", "--eval", program, module.href, name, JSON.stringify(args)],
    env: { GITHUB_API_URL: apiUrl },
  });
  const { value, error } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  if (error !== undefined) throw Object.assign(new Error(error.message), error);
  return value;
}
