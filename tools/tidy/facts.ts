import { parseSync, visitorKeys } from 'oxc-parser';

export interface ImportFact {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
  readonly names: readonly string[];
}

export interface FunctionFact {
  readonly name: string;
  readonly line: number;
  readonly lineCount: number;
  readonly paramCount: number;
  /** An arrow or function expression handed straight to a call, such as a test's body. */
  readonly isArgument: boolean;
}

export interface TextFact {
  readonly value: string;
  readonly line: number;
}

/** A use that a rule may restrict: `Date.now`, `new Date()`, `process.env`, `console.log`. */
export interface UseFact {
  readonly name: string;
  readonly line: number;
}

/** What one walk over a file's syntax tree finds. Every rule reads these instead of the tree. */
export interface Facts {
  readonly imports: readonly ImportFact[];
  readonly functions: readonly FunctionFact[];
  readonly texts: readonly TextFact[];
  readonly members: readonly UseFact[];
  readonly calls: readonly UseFact[];
  readonly attributes: readonly UseFact[];
  readonly comments: readonly TextFact[];
  readonly errors: readonly string[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Collector {
  readonly lineAt: (offset: number) => number;
  readonly imports: ImportFact[];
  readonly functions: FunctionFact[];
  readonly texts: TextFact[];
  readonly members: UseFact[];
  readonly calls: UseFact[];
  readonly attributes: UseFact[];
}

/** Parses one source file and returns its facts. */
export function readFacts(path: string, text: string): Facts {
  const result = parseSync(path, text);
  const lineAt = lineFinder(text);
  const facts: Collector = {
    lineAt,
    imports: [],
    functions: [],
    texts: [],
    members: [],
    calls: [],
    attributes: [],
  };
  walk(result.program as unknown as Node, undefined, facts);
  return {
    ...facts,
    comments: result.comments.map((c) => ({ value: c.value, line: lineAt(c.start) })),
    errors: result.errors.map((e) => e.message),
  };
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

function walk(node: Node, parent: Node | undefined, facts: Collector): void {
  readers[node.type]?.(node, facts, parent);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = node[key];
    if (Array.isArray(child)) {
      for (const item of child) if (isNode(item)) walk(item, node, facts);
    } else if (isNode(child)) walk(child, node, facts);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

type Reader = (node: Node, facts: Collector, parent: Node | undefined) => void;

const readers: Record<string, Reader> = {
  ImportDeclaration: readImport,
  ExportNamedDeclaration: readImport,
  ExportAllDeclaration: readImport,
  ImportExpression: readDynamicImport,
  TSImportType: readDynamicImport,
  FunctionDeclaration: readFunction,
  FunctionExpression: readFunction,
  ArrowFunctionExpression: readFunction,
  Literal: readLiteral,
  TemplateElement: readTemplate,
  MemberExpression: readMember,
  CallExpression: readCall,
  NewExpression: readNew,
  JSXAttribute: readAttribute,
};

function readImport(node: Node, facts: Collector): void {
  if (!isNode(node.source)) return;
  const kind = node.importKind ?? node.exportKind;
  const parts = Array.isArray(node.specifiers) ? (node.specifiers as Node[]) : [];
  const isTypePart = (part: Node) => (part.importKind ?? part.exportKind) === 'type';
  facts.imports.push({
    specifier: String(node.source.value),
    line: facts.lineAt(node.start),
    typeOnly: kind === 'type' || (parts.length > 0 && parts.every(isTypePart)),
    names: parts.map((part) => nameOf(part.imported ?? part.local)).filter((name) => name !== ''),
  });
}

function readDynamicImport(node: Node, facts: Collector): void {
  const source = node.source ?? node.argument;
  const literal = isNode(source) && isNode(source.literal) ? source.literal : source;
  if (!isNode(literal) || typeof literal.value !== 'string') return;
  facts.imports.push({
    specifier: literal.value,
    line: facts.lineAt(node.start),
    typeOnly: node.type === 'TSImportType',
    names: [],
  });
}

function readFunction(node: Node, facts: Collector, parent: Node | undefined): void {
  if (!isNode(node.body)) return;
  const line = facts.lineAt(node.start);
  const params = Array.isArray(node.params) ? (node.params as Node[]) : [];
  facts.functions.push({
    name: nameOf(node.id) || nameFromParent(parent),
    line,
    lineCount: facts.lineAt(node.end) - line + 1,
    paramCount: params.filter((p) => nameOf(p) !== 'this').length,
    isArgument: parent?.type === 'CallExpression',
  });
}

function nameFromParent(parent: Node | undefined): string {
  if (parent === undefined) return '';
  return nameOf(parent.id ?? parent.key);
}

function nameOf(value: unknown): string {
  if (!isNode(value)) return '';
  return String(value.name ?? (typeof value.value === 'string' ? value.value : ''));
}

function readLiteral(node: Node, facts: Collector): void {
  if (typeof node.value === 'string') {
    facts.texts.push({ value: node.value, line: facts.lineAt(node.start) });
  }
}

function readTemplate(node: Node, facts: Collector): void {
  const value = node.value as { readonly cooked?: string | null; readonly raw: string };
  const first = facts.lineAt(node.start);
  (value.cooked ?? value.raw).split('\n').forEach((text, index) => {
    facts.texts.push({ value: text, line: first + index });
  });
}

function readMember(node: Node, facts: Collector): void {
  const name = dotted(node);
  if (name !== '') facts.members.push({ name, line: facts.lineAt(node.start) });
}

function dotted(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return nameOf(node);
  if (node.type === 'MetaProperty') return 'import.meta';
  if (node.type !== 'MemberExpression') return '';
  const object = dotted(node.object);
  const property = nameOf(node.property);
  return object === '' ? `.${property}` : `${object}.${property}`;
}

function readCall(node: Node, facts: Collector): void {
  const name = dotted(node.callee);
  if (name !== '') facts.calls.push({ name, line: facts.lineAt(node.start) });
}

function readNew(node: Node, facts: Collector): void {
  const empty = Array.isArray(node.arguments) && node.arguments.length === 0;
  const name = `new ${dotted(node.callee)}${empty ? '()' : ''}`;
  facts.calls.push({ name, line: facts.lineAt(node.start) });
}

function readAttribute(node: Node, facts: Collector): void {
  facts.attributes.push({ name: nameOf(node.name), line: facts.lineAt(node.start) });
}
