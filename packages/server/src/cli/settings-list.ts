import { flags, settings, type Setting } from '../config.ts';

function kind(setting: Setting): string {
  switch (setting.type) {
    case 'integer':
    case 'number':
      return `${setting.type}, ${setting.min} to ${setting.max}`;
    case 'choice':
      return setting.choices.join(' | ');
    case 'list':
      return 'list, comma-separated';
    case 'url':
      return setting.protocols.map((protocol) => `${protocol}//…`).join(' or ');
    case 'text':
      return `text of at least ${setting.minLength} characters`;
    case 'path':
    case 'host':
      return setting.type;
  }
}

function fallback(setting: Setting): string {
  if (setting.unset !== undefined) return setting.unset;
  const value = setting.default;
  return Array.isArray(value) ? value.join(',') || 'none' : String(value);
}

/** Every setting and flag, and what is set now; secrets only as "set". */
export function listSettings(env: NodeJS.ProcessEnv): string {
  const blocks = Object.values<Setting>(settings).map((setting) => {
    const text = env[setting.name]?.trim();
    const now = text ? `\n  now: ${setting.secret ? 'set (hidden)' : text}` : '';
    return (
      `${setting.name}\n  ${setting.sentence}\n` +
      `  ${kind(setting)}; default: ${fallback(setting)}${now}`
    );
  });
  const switches = Object.entries(flags).map(([name, flag]) => {
    const value = 'value' in flag ? ` ${flag.value}` : '';
    return `--${name}${value}\n  ${flag.sentence}`;
  });
  const example = 'Flags of npm start (after --):';
  return `${blocks.join('\n\n')}\n\n${example}\n\n${switches.join('\n\n')}\n`;
}
