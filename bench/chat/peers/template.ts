import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handToPeer } from '../../lib/peer-process.ts';

/** Fills a template of this folder and writes it where the peer may read it; gives the path. */
export function writeConfig(
  template: string,
  folder: string,
  values: Readonly<Record<string, string | number>>,
): string {
  const text = readFileSync(join(import.meta.dirname, template), 'utf8');
  const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${template} wants a value for ${name}`);
    return String(value);
  });
  const path = join(folder, template);
  writeFileSync(path, filled);
  handToPeer(path);
  return path;
}
