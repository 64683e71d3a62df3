import { flags, settings } from '../../packages/server/src/config.ts';
import type { Setting } from '../../packages/server/src/config.ts';

interface Flag {
  readonly value?: string;
  readonly sentence: string;
}

/** The page that lists every setting and flag of the server. */
export function settingsPage(): string {
  const settingRows = Object.values<Setting>(settings).map(settingRow);
  const flagRows = Object.entries<Flag>(flags).map(flagRow);
  return `${[
    '<!-- Written by `npm run generate` from packages/server/src/config. Change that instead. -->',
    '# Settings',
    'Settings are environment variables. Every one has a default, so none is needed to start. ' +
      '`npm run plaza settings` lists them with their present values, and ' +
      '`npm run plaza doctor` explains what is wrong and what to do.',
    ['| variable | type | default | what it does |', '|---|---|---|---|', ...settingRows].join(
      '\n',
    ),
    'Those marked secret are never shown in full, neither in lists nor in the log.',
    '## Flags',
    'Given after `npm start --`.',
    ['| flag | what it does |', '|---|---|', ...flagRows].join('\n'),
  ].join('\n\n')}\n`;
}

function settingRow(setting: Setting): string {
  const sentence = setting.secret ? `${setting.sentence} (secret)` : setting.sentence;
  const cells = [`\`${setting.name}\``, typeOf(setting), defaultOf(setting), sentence];
  return `| ${cells.map(cell).join(' | ')} |`;
}

function flagRow([name, { value, sentence }]: readonly [string, Flag]): string {
  const usage = value === undefined ? `--${name}` : `--${name} ${value}`;
  return `| \`${usage}\` | ${cell(sentence)} |`;
}

function urlType({ several, protocols }: Setting & { type: 'url' }): string {
  const forms = protocols.map((one) => `\`${one}//\``).join(', ');
  return `${several === true ? 'addresses' : 'address'} (${forms})`;
}

function typeOf(setting: Setting): string {
  switch (setting.type) {
    case 'integer':
    case 'number':
      return `${setting.type}, ${setting.min} to ${setting.max}`;
    case 'choice':
      return setting.choices.map((choice) => `\`${choice}\``).join(' ');
    case 'url':
      return urlType(setting);
    default:
      return setting.type;
  }
}

function defaultOf(setting: Setting): string {
  if (setting.unset !== undefined) return setting.unset;
  const given = setting.default;
  if (given === undefined || (Array.isArray(given) && given.length === 0)) return 'none';
  return `\`${Array.isArray(given) ? given.join(',') : String(given)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
