const headers: readonly (readonly [RegExp, string])[] = [
  [/^zlib\.h$/, "zlib1g-dev"],
  [/^(?:n?curses|term|menu|form|panel)\.h$/, "libncurses-dev"],
  [/^openssl\//, "libssl-dev"],
  [/^curl\//, "libcurl4-openssl-dev"],
  [/^readline\//, "libreadline-dev"],
  [/^Python\.h$/, "python3-dev"],
  [/^gtest\//, "libgtest-dev"],
  [/^gmock\//, "libgmock-dev"],
  [/^libxml\//, "libxml2-dev"],
  [/^expat\.h$/, "libexpat1-dev"],
  [/^sqlite3\.h$/, "libsqlite3-dev"],
  [/^png\.h$/, "libpng-dev"],
  [/^jpeglib\.h$/, "libjpeg-dev"],
  [/^boost\//, "libboost-dev"],
  [/^glib(?:\.h|\/)|^gio\//, "libglib2.0-dev"],
  [/^gtk\//, "libgtk-3-dev"],
  [/^X11\//, "libx11-dev"],
  [/^(?:bzlib)\.h$/, "libbz2-dev"],
  [/^lzma\.h$/, "liblzma-dev"],
  [/^zstd\.h$/, "libzstd-dev"],
  [/^pcre2?\.h$/, "libpcre2-dev"],
  [/^oniguruma\.h$/, "libonig-dev"],
  [/^gmp\.h$/, "libgmp-dev"],
  [/^systemd\//, "libsystemd-dev"],
  [/^libudev\.h$/, "libudev-dev"],
  [/^sys\/(?:acl|xattr)\.h$/, "libacl1-dev"],
  [/^selinux\//, "libselinux1-dev"],
  [/^security\//, "libpam0g-dev"],
  [/^ruby\.h$/, "ruby-dev"],
  [/^jni\.h$/, "default-jdk"],
  [/^yaml\.h$/, "libyaml-dev"],
  [/^json-c\//, "libjson-c-dev"],
  [/^uuid\//, "uuid-dev"],
  [/^gcrypt\.h$/, "libgcrypt20-dev"],
  [/^usb\.h$|^libusb/, "libusb-1.0-0-dev"],
];

const commands: Readonly<Record<string, string>> = {
  a2x: "asciidoc-base",
  aclocal: "automake",
  autoconf: "autoconf",
  automake: "automake",
  autopoint: "autopoint",
  autoreconf: "dh-autoreconf",
  bc: "bc",
  bison: "bison",
  cargo: "cargo",
  cmake: "cmake",
  convert: "imagemagick",
  curl: "curl",
  "dbus-run-session": "dbus-daemon",
  doxygen: "doxygen",
  dot: "graphviz",
  file: "file",
  flex: "flex",
  gfortran: "gfortran",
  git: "git",
  go: "golang-any",
  help2man: "help2man",
  intltoolize: "intltool",
  javac: "default-jdk",
  libtoolize: "libtool",
  lsb_release: "lsb-release",
  makeinfo: "texinfo",
  meson: "meson",
  msgfmt: "gettext",
  mvn: "maven-debian-helper",
  nasm: "nasm",
  ninja: "ninja-build",
  node: "nodejs",
  pandoc: "pandoc",
  pdflatex: "texlive-latex-base",
  "pkg-config": "pkgconf",
  po4a: "po4a",
  pod2man: "perl",
  pytest: "python3-pytest",
  python: "python-is-python3 (better: let the script say python3)",
  python3: "python3",
  ragel: "ragel",
  rsync: "rsync",
  ruby: "ruby",
  rustc: "rustc",
  "sphinx-build": "python3-sphinx",
  swig: "swig",
  tclsh: "tcl",
  unzip: "unzip",
  valac: "valac",
  xmlto: "xmlto",
  xsltproc: "xsltproc",
  "xvfb-run": "xvfb",
  yacc: "bison",
  yasm: "yasm",
  zip: "zip",
};

/** The package of a header that builds often miss; undefined for others. */
export function headerPackage(header: string): string | undefined {
  return headers.find(([pattern]) => pattern.test(header))?.[1];
}

/** The package of a command that builds often miss; undefined for others. */
export function commandPackage(command: string): string | undefined {
  return Object.hasOwn(commands, command) ? commands[command] : undefined;
}

const pythonNames: Readonly<Record<string, string>> = {
  bs4: "bs4",
  cv2: "opencv",
  dateutil: "dateutil",
  git: "git",
  pkg_resources: "pkg-resources",
  pil: "pil",
  skbuild: "skbuild",
  sklearn: "sklearn",
  distutils: "setuptools",
};

/** The package of a module by the language's policy for package names. */
export function modulePackage(
  language: "perl" | "python" | "ruby" | "node" | "go" | "rust",
  module: string,
): string {
  const dashed = module.toLowerCase().replaceAll(/[_./]+/g, "-");
  switch (language) {
    case "perl":
      return `lib${dashed}-perl`;
    case "python": {
      const top = module.toLowerCase().split(".")[0] ?? "";
      return `python3-${Object.hasOwn(pythonNames, top) ? pythonNames[top] : top.replaceAll("_", "-")}`;
    }
    case "ruby":
      return `ruby-${module.toLowerCase().replaceAll(/[_/]+/g, "-")}`;
    case "node":
      return `node-${module.toLowerCase().replace(/^@/, "").replaceAll("/", "-")}`;
    case "go":
      return goPackage(module);
    case "rust":
      return `librust-${module.toLowerCase().replaceAll("_", "-")}-dev`;
  }
}

/** `github.com/spf13/cobra/doc` -> `golang-github-spf13-cobra-dev` (Debian's Go packaging rules). */
function goPackage(path: string): string {
  const [host = "", ...rest] = path.toLowerCase().split("/");
  const site = host.split(".").slice(0, -1).join("-") || host;
  return `golang-${[site, ...rest.slice(0, 2)].join("-").replaceAll(/[_.]+/g, "-")}-dev`;
}
