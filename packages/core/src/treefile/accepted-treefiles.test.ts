import { describe, expect, test } from "vitest";
import { loadFromMemory } from "./load-from-memory.fixture.ts";

const head = "ref: debian/test\nsuite: trixie\n";
const load = (text: string, architecture?: string) => loadFromMemory(head + text, architecture).treefile;

describe("defaults", () => {
  test("a treefile needs no more than a ref and a suite", () => {
    expect(load("")).toEqual({
      name: "system",
      ref: "debian/test",
      suite: "trixie",
      architecture: "amd64",
      components: ["main"],
      sources: [],
      packages: [],
      bases: [],
      excludePackages: [],
      nameOrigins: { packages: {}, excludePackages: {} },
      localPackages: [],
      sourcePackages: [],
      pins: [],
      recommends: false,
      closureCheck: "lenient",
      documentation: true,
      debconf: [],
      users: [],
      sshKeys: [],
      passwords: [],
      units: [],
      disabledUnits: [],
      maskedUnits: [],
      addFiles: [],
      removeFiles: [],
      removeFromPackages: [],
      varPolicy: [],
      postprocess: [],
      kernelArguments: [],
      initramfsArgs: [],
      bootLocation: "modules",
      optUsrlocal: "var",
      machineIdCompat: true,
      commitMetadata: {},
      container: { labels: {}, cmd: ["/sbin/init"], compression: "zstd", maxLayers: 96 },
    });
  });
});

describe("lists", () => {
  test("an item of packages may hold several names", () => {
    expect(load("packages:\n  - vim  nano\n  - g++\n").packages).toEqual(["vim", "nano", "g++"]);
  });

  test("the place of each name is known, also of several in one item and in an included file", () => {
    const { treefile } = loadFromMemory({
      "/tree/system.yaml": `${head}include: base.yaml\npackages:\n  - vim  nano\n`,
      "/tree/base.yaml": "packages: [bash]\nexclude-packages: [less, more]\n",
    });

    expect(treefile.nameOrigins).toEqual({
      packages: {
        bash: { file: "/tree/base.yaml", line: 1, column: 12 },
        vim: { file: "/tree/system.yaml", line: 5, column: 5 },
        nano: { file: "/tree/system.yaml", line: 5, column: 10 },
      },
      excludePackages: {
        less: { file: "/tree/base.yaml", line: 2, column: 20 },
        more: { file: "/tree/base.yaml", line: 2, column: 26 },
      },
    });
  });

  test("packages of the own architecture are added, those of others are not", () => {
    const text = "packages: [vim]\npackages-amd64: [grub-efi-amd64]\npackages-arm64: [grub-efi-arm64]\n";

    expect(load(text).packages).toEqual(["vim", "grub-efi-amd64"]);
    expect(load(text, "arm64").packages).toEqual(["vim", "grub-efi-arm64"]);
  });

  test("a repeated name counts once and is warned of with its place", () => {
    const { treefile, warnings } = loadFromMemory(
      `${head}packages: [vim, nano, vim]\nunits: [a.timer, a.timer]\n`,
    );

    expect(treefile.packages).toEqual(["vim", "nano"]);
    expect(treefile.units.map(({ name }) => name)).toEqual(["a.timer"]);
    expect(warnings).toMatchObject([
      { severity: "warning", line: 3, column: 23, message: '"vim" is already given in line 3' },
      { severity: "warning", line: 4, column: 18, message: '"a.timer" is already given in line 4' },
    ]);
  });

  test("repeated kernel arguments stay, because their order has a meaning", () => {
    expect(load("kernel-arguments: [console=tty0, console=ttyS0]\n").kernelArguments).toEqual([
      "console=tty0",
      "console=ttyS0",
    ]);
  });

  test("a kernel argument may have spaces within double quotes", () => {
    const text = `kernel-arguments: ['dyndbg="file a.c +p"']\n`;

    expect(load(text).kernelArguments).toEqual(['dyndbg="file a.c +p"']);
  });
});

describe("files", () => {
  test("an added file is a pair or a map; its source is looked for beside the treefile", () => {
    const text = "add-files:\n  - [files/motd, /etc/motd]\n  - {source: ./x, destination: /usr/lib/x}\n";

    expect(load(text).addFiles).toEqual([
      {
        source: "/tree/files/motd",
        beside: "/tree",
        target: "/etc/motd",
        origin: { file: "/tree/system.yaml", line: 4, column: 5 },
      },
      {
        source: "/tree/x",
        beside: "/tree",
        target: "/usr/lib/x",
        origin: { file: "/tree/system.yaml", line: 5, column: 5 },
      },
    ]);
  });

  test("a removed path may lack the first slash, as in rpm-ostree", () => {
    expect(load("remove-files: [usr/share/doc, /usr/share/man/*, '/usr/bin/[']\n").removeFiles).toEqual([
      "/usr/share/doc",
      "/usr/share/man/*",
      "/usr/bin/[",
    ]);
  });

  test("a script keeps its own ${name} and says where it stands", () => {
    const text = "postprocess:\n  - |\n    #!/bin/sh\n    echo ${HOME} $${x} ${undefined}\n";

    expect(load(text).postprocess).toMatchObject([
      { script: "#!/bin/sh\necho ${HOME} $${x} ${undefined}\n", origin: "system.yaml:5" },
    ]);
  });
});

describe("single values", () => {
  test.each([
    "http://mirror.example.org/debian",
    "https://mirror.example.org:8443/debian/",
    "file:/srv/debian",
    "file:///srv/debian",
    "copy:/srv/debian",
  ])("mirror %s", (mirror) => {
    expect(load(`mirror: ${mirror}\n`).mirror).toBe(mirror);
  });

  test.each(["13", "13.<date:%Y%m%d>", "trixie-1.0_2", "<date:%Y.%m>"])("version prefix %s", (prefix) => {
    expect(load(`automatic-version-prefix: "${prefix}"\n`).automaticVersionPrefix).toBe(prefix);
  });

  test.each(["getty@tty1.service", "systemd-cryptsetup@dm\\x2d0.service", "nfs.target", "a.automount"])(
    "unit %s",
    (unit) => {
      expect(load(`units: ['${unit}']\n`).units).toMatchObject([{ name: unit }]);
    },
  );

  test("the container's command replaces the default as a whole", () => {
    const { container } = load(
      "container: {title: A B, cmd: [/bin/sh, -c, 'exec $${x}'], compression: gzip}\n",
    );

    expect(container).toEqual({
      title: "A B",
      labels: {},
      cmd: ["/bin/sh", "-c", "exec ${x}"],
      compression: "gzip",
      maxLayers: 96,
    });
  });
});

describe("variables", () => {
  test("are replaced in every string, and in each other", () => {
    const text = [
      "ref: debian/${suite}/${basearch}/${edition}",
      "suite: ${release}",
      "variables: {release: forky, edition: 'mini-${release}', port: 8080, on: true}",
      "packages: ['a${port}']",
      "container: {labels: {x: 'v${on}'}}",
    ].join("\n");

    expect(loadFromMemory(text, "arm64").treefile).toMatchObject({
      ref: "debian/forky/arm64/mini-forky",
      suite: "forky",
      packages: ["a8080"],
      container: { labels: { x: "vtrue" } },
    });
  });

  test("a number keeps the digits that the file has", () => {
    const text = "variables: {version: 13.10}\nautomatic-version-prefix: ${version}\n";

    expect(load(text).automaticVersionPrefix).toBe("13.10");
  });
});

describe("YAML", () => {
  test("aliases may be used; their places are those of the alias", () => {
    const text = "packages-amd64: &common [vim]\npackages: *common\n";

    expect(loadFromMemory(head + text, "arm64").treefile.packages).toEqual(["vim"]);
  });

  test("a document start, comments, CRLF and a document end are no second document", () => {
    expect(
      loadFromMemory("%YAML 1.2\n---\r\n# hello\r\nref: a\r\nsuite: sid\r\n...\r\n").treefile.suite,
    ).toBe("sid");
  });
});
