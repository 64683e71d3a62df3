import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handToPeer } from '../../../test/support/peer-process.ts';

/** Fills the template of a file and writes it where the peer may read it; gives the path. */
export function writeConfig(
  name: string,
  folder: string,
  values: Readonly<Record<string, string | number>>,
): string {
  const text = readFileSync(join(import.meta.dirname, `${name}.template`), 'utf8');
  const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${name} wants a value for ${key}`);
    return String(value);
  });
  const path = join(folder, name);
  writeFileSync(path, filled);
  handToPeer(path);
  return path;
}
