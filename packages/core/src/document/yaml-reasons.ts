interface Reason {
  /** How js-yaml begins to say it. */
  readonly begins: string;
  readonly message: string;
  readonly hint: string;
}

const quote = "Put the text in quotes.";
/** Says that a tag is refused, whether js-yaml knows it or not. */
export const yamlTag = {
  message: "YAML tags are not supported",
  hint: "Write the value without the word that begins with `!`, or put it in quotes.",
};
const directive = {
  message: "the lines that begin with `%` are not in order",
  hint: "Remove them: a treefile needs none.",
};
const blockHeader = {
  message: "`|` and `>` begin a text in the next line, and nothing but `-` or `+` may follow them",
  hint: "Write the text below, indented by two spaces.",
};

/** Maps complaints of js-yaml to words that say what to do. */
export const yamlReasons: readonly Reason[] = [
  {
    begins: "nesting exceeded",
    message: "lists and maps are nested too deep",
    hint: "A treefile needs four levels at most; debootc reads thirty.",
  },
  {
    begins: "the stream contains non-printable",
    message: "the file contains a control character",
    hint: "Remove it, or write it as an escape in double quotes.",
  },
  {
    begins: "expected valid JSON character",
    message: "the file contains a control character",
    hint: "Remove it, or write it as an escape in double quotes.",
  },
  {
    begins: "null byte",
    message: "the file contains a NUL byte",
    hint: "Check that this is a text file.",
  },
  {
    begins: "bad indentation of a mapping entry",
    message: "this belongs to no map: its column is not that of a key before it",
    hint: "Let the keys of one map begin in one column, and put quotes around text that contains `: `.",
  },
  {
    begins: "bad indentation of a sequence entry",
    message: "this belongs to no list: its column is not that of an item before it",
    hint: "Let the items of one list begin with `- ` in one column.",
  },
  {
    begins: "end of the stream or a document separator",
    message: "this belongs to nothing before it",
    hint: "Begin it in the column of the keys before it, as `key: value`.",
  },
  {
    begins: "a whitespace character is expected",
    message: "a space is missing behind the colon",
    hint: "Write `key: value`.",
  },
  {
    begins: "missed comma",
    message: "a comma is missing between two items",
    hint: "Write `[a, b]`, and put quotes around items with special characters.",
  },
  {
    begins: "expected the node content",
    message: "an item is missing before the comma",
    hint: "Remove the comma.",
  },
  {
    begins: "unknown escape",
    message: "this escape does not exist",
    hint: "Write `\\\\` for a backslash, or use single quotes.",
  },
  {
    begins: "expected hexadecimal",
    message: "this escape needs hexadecimal digits",
    hint: "Write `\\\\` for a backslash, or use single quotes.",
  },
  { begins: "name of an alias node", message: "`*` begins an alias, and no name follows", hint: quote },
  { begins: "name of an anchor node", message: "`&` begins an anchor, and no name follows", hint: quote },
  { begins: "alias node should not", message: "an alias cannot have an anchor or a tag", hint: quote },
  { begins: "duplication of an anchor", message: "a value cannot have two anchors", hint: "Remove one." },
  { begins: "a line break is expected", ...blockHeader },
  { begins: "bad explicit indentation", ...blockHeader },
  { begins: "repeat of a chomping", ...blockHeader },
  { begins: "repeat of an indentation", ...blockHeader },
  ...[
    "unknown scalar tag",
    "unknown sequence tag",
    "unknown mapping tag",
    "tag ",
    "named tag",
    "undeclared tag",
  ].map((begins) => ({ begins, ...yamlTag })),
  { begins: "duplication of a tag", ...yamlTag },
  { begins: "unexpected end of the stream within a verbatim tag", ...yamlTag },
  ...[
    "directive",
    "duplication of %",
    "YAML directive",
    "TAG directive",
    "ill-formed",
    "unacceptable YAML version",
  ].map((begins) => ({ begins, ...directive })),
  { begins: "there is a previously declared suffix", ...directive },
  {
    begins: "can not read a document",
    message: "this is not the beginning of a value",
    hint: "Put text that begins with a special character in quotes.",
  },
];
