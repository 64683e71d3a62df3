/** An element with its text and its children. Namespaces are left off: nothing needs them. */
export type XmlNode = {
  name: string;
  attributes: ReadonlyMap<string, string>;
  text: string;
  children: XmlNode[];
};

const maxDepth = 40;
const maxNodes = 100_000;
const entities: Readonly<Record<string, string>> = {
  ...{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" },
};

class Malformed extends Error {}

function decode(text: string): string {
  return text.replace(/&([^;&]{1,10});?/gu, (all, name: string) => {
    if (!all.endsWith(';')) throw new Malformed('an entity does not end');
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/iu.exec(name);
    if (number !== null) {
      const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
      if (code === 0 || code > 0x10_ff_ff) throw new Malformed('no such character');
      return String.fromCodePoint(code);
    }
    const known = entities[name];
    // Others would have to be declared, and declarations are not read: no file is ever followed.
    if (known === undefined) throw new Malformed('an unknown entity');
    return known;
  });
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')\s*/gu;

function attributesOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const rest = text.replace(attribute, (_, name: string, a?: string, b?: string) => {
    found.set(localName(name), decode(a ?? b ?? ''));
    return '';
  });
  if (rest.trim() !== '') throw new Malformed('odd attributes');
  return found;
}

const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<([^<>]*)>|([^<]+)|</gu;

function build(source: string): XmlNode {
  const top: XmlNode = { name: '', attributes: new Map(), text: '', children: [] };
  const open = [top];
  let nodes = 0;
  for (const [all, cdata, tag, text] of source.matchAll(token)) {
    const here = open.at(-1) as XmlNode;
    if (cdata !== undefined) here.text += cdata;
    else if (text !== undefined) here.text += decode(text);
    else if (tag === undefined) {
      if (all === '<') throw new Malformed('a tag does not end');
    } else if (tag.startsWith('!')) {
      throw new Malformed('declarations are not read');
    } else if (tag.startsWith('/')) {
      if (open.length < 2 || here.name !== localName(tag.slice(1).trim())) {
        throw new Malformed('tags cross');
      }
      open.pop();
    } else {
      const [, name = '', rest = '', end] = /^([\w:.-]+)\s*([\s\S]*?)(\/?)$/u.exec(tag) ?? [];
      nodes += 1;
      if (name === '' || nodes > maxNodes || open.length > maxDepth) {
        throw new Malformed('not of a form that is read');
      }
      const node = {
        name: localName(name),
        attributes: attributesOf(rest),
        text: '',
        children: [],
      };
      here.children.push(node);
      if (end !== '/') open.push(node);
    }
  }
  const [root] = top.children;
  if (
    open.length !== 1 ||
    top.children.length !== 1 ||
    root === undefined ||
    top.text.trim() !== ''
  ) {
    throw new Malformed('not one whole document');
  }
  return root;
}

/** Reads a small XML document without declarations; null where it is not well-formed. */
export function readXml(source: string): XmlNode | null {
  try {
    return build(source.replace(/^\uFEFF/u, ''));
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** All elements at the end of a path below one. */
export function all(node: XmlNode | undefined, ...path: readonly string[]): XmlNode[] {
  let found = node === undefined ? [] : [node];
  for (const name of path) {
    found = found.flatMap(({ children }) => children.filter((child) => child.name === name));
  }
  return found;
}

/** The text of the first element at the end of a path; empty: there is none. */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string {
  return all(node, ...path)[0]?.text.trim() ?? '';
}

/** Text as it stands in XML. */
export function escapeXml(text: string): string {
  const codes: Readonly<Record<string, string>> = {
    ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' },
  };
  return text.replace(/[&<>"']/gu, (sign) => codes[sign] ?? '');
}
