import { allowedValues } from "@debootc/core/request/allowed-values";
import { type Setting, settings } from "@debootc/core/settings/setting";

const introduction = `<!-- \`npm run generate\` makes this page from the requests of the commands. -->
# What can I set for all runs?

Some options belong to a person or a machine rather than to a run. You can set them once, in any of these places; the
first that has a value wins:

1. the option of the command, such as \`--jobs 4\`
2. an environment variable, such as \`DEBOOTC_JOBS=4\`; an empty one counts as not set
3. the user's file, \`\${XDG_CONFIG_HOME:-~/.config}/debootc/config.yaml\`
4. the machine's file, \`/etc/debootc/config.yaml\`
5. debootc's default

\`\`\`yaml
# ~/.config/debootc/config.yaml
output-dir: ~/composes
cache-dir: /srv/cache/debootc
mirror: http://mirror.example.org/debian
jobs: 4
\`\`\`

\`\`\`sh
DEBOOTC_IMAGE_COMPRESSION=gzip bin/debootc compose treefiles/minimal.yaml
\`\`\`

\`bin/debootc config show\` prints every setting, its value and where it comes from: the option, the variable, the line of
the file, or \`default\`. With \`--json\` scripts can read that.

The files are checked as strictly as treefiles: an unknown key, a repeated key and a wrong value are errors. All of them
are reported at once with their lines, and a command that takes settings does not run until they are fixed (exit status
3). A relative directory is relative to the current directory; \`~/\` is the home directory.

What belongs to one run, such as \`--compose-id\` or \`--no-cache\`, and what belongs in a treefile cannot be set.

## Settings

| setting | variable | value | meaning |
|---|---|---|---|
`;

/** Formats docs/settings.md. */
export function settingsPage(): string {
  return `${introduction}${[...settings.values()].map(rowOf).join("")}`;
}

function rowOf({ name, variable, property }: Setting): string {
  const { type, enum: choices, description } = property;
  const value = type === "string" && choices === undefined ? "text" : allowedValues(property);
  const byDefault =
    property.default === undefined ? "" : `; \`${JSON.stringify(property.default)}\` unless set`;
  return `| \`${name}\` | \`${variable}\` | ${value} | ${description}${byDefault} |\n`;
}
