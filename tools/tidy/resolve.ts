import { posix } from 'node:path';
import type { Tree } from './rule.ts';

export type Resolved =
  | { readonly kind: 'file'; readonly path: string; readonly byName: boolean }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'npm'; readonly name: string }
  | { readonly kind: 'node' }
  | { readonly kind: 'asset' };

/** Where an import leads: a file of ours (relative or by `@plaza/x`), npm, Node or an asset. */
export function resolveImport(tree: Tree, from: string, specifier: string): Resolved {
  if (specifier.startsWith('node:')) return { kind: 'node' };
  if (/^(virtual:|\/|~)/.test(specifier)) return { kind: 'asset' };
  if (specifier.startsWith('.')) return resolveRelative(tree, from, specifier);
  if (specifier.startsWith('@plaza/')) return resolveOwn(tree, specifier);
  return { kind: 'npm', name: packageName(specifier) };
}

function resolveRelative(tree: Tree, from: string, specifier: string): Resolved {
  const bare = specifier.replace(/\?.*$/, '');
  const path = posix.normalize(posix.join(posix.dirname(from), bare));
  if (tree.byPath.has(path)) return { kind: 'file', path, byName: false };
  if (/\.(css|svg|png|jpg|webp|woff2|wasm|txt|html|po|json)$/.test(path)) return { kind: 'asset' };
  return { kind: 'missing', path };
}

function resolveOwn(tree: Tree, specifier: string): Resolved {
  const [, name = '', ...rest] = specifier.split('/');
  const manifest = tree.byPath.get(`packages/${name}/package.json`);
  const exported = manifest ? exportsOf(manifest.text) : {};
  const key = rest.length === 0 ? '.' : `./${rest.join('/')}`;
  const target = exported[key];
  const path = `packages/${name}/${(target ?? './src/index.ts').replace(/^\.\//, '')}`;
  if (target === undefined && rest.length > 0) return { kind: 'missing', path: specifier };
  return { kind: 'file', path, byName: true };
}

function exportsOf(manifest: string): Record<string, string> {
  const parsed = JSON.parse(manifest) as { exports?: Record<string, unknown> | string };
  if (typeof parsed.exports === 'string') return { '.': parsed.exports };
  const entries = Object.entries(parsed.exports ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, exportTarget(value)]));
}

function exportTarget(value: unknown): string {
  if (typeof value === 'string') return value;
  const conditions = Object.values((value ?? {}) as Record<string, unknown>);
  return String(conditions.find((target) => typeof target === 'string') ?? '');
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
