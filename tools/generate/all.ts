import { extendMigrationList, migrationListPath } from '../tidy/rules/migrations.ts';
import type { Tree } from '../tidy/rule.ts';
import { eventsDocument } from './events.ts';
import { openApi } from './openapi.ts';
import { protocolPages } from './pages.ts';
import { settingsPage } from './settings-page.ts';

/** Every generated file of the repository: its path and its text. */
export function generatedFiles(tree: Tree): Record<string, string> {
  const { version } = JSON.parse(tree.byPath.get('package.json')?.text ?? '{"version":"0"}') as {
    version: string;
  };
  const api = openApi(version);
  const socket = eventsDocument(version);
  const pages = Object.entries(protocolPages(api, socket));
  return {
    'packages/contract/generated/openapi.json': json(api),
    'packages/contract/generated/events.json': json(socket),
    ...Object.fromEntries(pages.map(([name, text]) => [`docs/protocol/${name}`, text])),
    'docs/operate/settings.md': settingsPage(),
    [migrationListPath]: json(extendMigrationList(tree)),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
