import { treefileToLock } from "@debootc/core/lock/lock-subject";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { fittingLock } from "../gather/fitting-lock.ts";
import { readTreefile } from "../treefile/read-treefile.ts";

/** One file of the corpus: what it is about, the files it is made of, and what debootc says of them. */
interface RefusedInput {
  readonly title: string;
  /** Header and text of each part but the last, which says what is expected. */
  readonly parts: readonly { readonly header: string; readonly body: string }[];
}

export function parseCase(text: string): RefusedInput {
  const [title = "", ...rest] = text.split(/^=== /m);
  const parts = rest.map((part) => {
    const end = part.indexOf("\n");
    return { header: part.slice(0, end), body: part.slice(end + 1) };
  });
  return { title, parts: parts.filter(({ header }) => header !== "refused") };
}

/** The case again, with what debootc says now. */
export function writtenCase({ title, parts }: RefusedInput, expected: string): string {
  const all = [...parts, { header: "refused", body: expected }];
  return title + all.map(({ header, body }) => `=== ${header}\n${body}`).join("");
}

/** Makes the files of a case and reads `system.yaml` among them as `debootc compose` does; undefined when it is taken. */
export async function refusalOf({
  parts,
}: RefusedInput): Promise<{ error: DebootcError; text: string } | undefined> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-refused-"));
  let architecture = "amd64";
  for (const { header, body } of parts) {
    const [word = "", name = "", , target = ""] = header.split(" ");
    if (word === "arch") architecture = name;
    else if (["link", "pipe", "directory"].includes(word))
      await makeSpecial(word, join(directory.path, name), target);
    else await writeInto(join(directory.path, word), contentOf(name, body));
  }
  try {
    const path = join(directory.path, "system.yaml");
    const { treefile } = await readTreefile(path, architecture, { inspect: true });
    await fittingLock({ subject: treefileToLock(path) }, treefile, []);
    return undefined;
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    return {
      error,
      text: expectedText(error).replaceAll(`${directory.path}/`, "").replaceAll(directory.path, "."),
    };
  }
}

async function makeSpecial(kind: string, path: string, target: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (kind === "directory") await mkdir(path);
  else if (kind === "link") await symlink(target, path);
  else execFileSync("mkfifo", [path]);
}

async function writeInto(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** Text as it stands; `escaped` for what an editor would not keep; `hex` for bytes. */
function contentOf(form: string, body: string): Uint8Array {
  if (form === "hex") return Buffer.from(body.replaceAll(/\s/g, ""), "hex");
  if (form !== "escaped") return Buffer.from(body);
  // `\u{202E}` and `\n` as in JavaScript, `\{5000:text}` for a text many times, without the part's last line break.
  const text = body
    .replace(/\n$/, "")
    .replaceAll(/\\\{(\d+):([^}]*)\}/g, (_, count, part) => String(part).repeat(Number(count)))
    .replaceAll(/\\u\{([0-9A-Fa-f]+)\}/g, (_, code) =>
      String.fromCodePoint(Number.parseInt(String(code), 16)),
    )
    .replaceAll("\\r", "\r")
    .replaceAll("\\t", "\t")
    .replaceAll("\\n", "\n");
  return Buffer.from(text);
}

const shown = 6;

/** The list of all keys grows with debootc; its beginning is enough to know it by. */
function cut(text: string): string {
  return text.length > 300 ? `${text.slice(0, 60)}…` : text;
}

function expectedText(error: DebootcError): string {
  const { diagnostics, exitStatus, code, message, hint } = error;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const findings = errors.slice(0, shown).map(({ file, line, column, key, ...words }) => {
    const place = [file, line, column].filter((part) => part !== undefined).join(":");
    const lines = [
      `${place} ${words.code}`,
      `  ${key === undefined ? "" : `${key}: `}${words.message}`,
      ...(["given", "allowed", "hint"] as const).flatMap((word) =>
        words[word] === undefined ? [] : [`  ${word}: ${cut(words[word])}`],
      ),
    ];
    return lines.join("\n");
  });
  const more = errors.length > shown ? [`and ${errors.length - shown} more`] : [];
  const whole =
    errors.length === 0 ? [code, `  ${message}`, ...(hint === undefined ? [] : [`  hint: ${hint}`])] : [];
  return `${[`exit status ${exitStatus}`, ...whole, ...findings, ...more].join("\n")}\n`;
}
