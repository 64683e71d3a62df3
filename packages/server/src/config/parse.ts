import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { Setting } from './settings.ts';

export type Parsed = { value: unknown } | { message: string; cure: string };

/** Reads one value as its setting says. */
export function parseSetting(setting: Setting, text: string): Parsed {
  switch (setting.type) {
    case 'integer':
    case 'number':
      return parseNumber(setting, text);
    case 'choice':
      if (setting.choices.includes(text)) return { value: text };
      return {
        message: `"${text}" is not one of its values`,
        cure: `Choose one of ${setting.choices.join(', ')}.`,
      };
    case 'path':
      return { value: resolve(text) };
    case 'host':
      return parseHost(text);
    case 'text':
      if (text.length >= setting.minLength) return { value: text };
      return {
        message: 'it is too short',
        cure: `Give at least ${setting.minLength} characters.`,
      };
    case 'url':
      return setting.several === true ? parseUrls(setting, text) : parseUrl(setting, text);
    case 'list':
      return { value: text.split(',').flatMap((part) => part.trim() || []) };
  }
}

function parseNumber(setting: Setting & { type: 'integer' | 'number' }, text: string): Parsed {
  const { type, min, max } = setting;
  const value = Number(text);
  const fits = Number.isFinite(value) && value >= min && value <= max;
  if (fits && (type === 'number' || Number.isInteger(value))) return { value };
  const kind = type === 'integer' ? 'a whole number' : 'a number';
  return { message: `"${text}" does not fit`, cure: `Give ${kind} from ${min} to ${max}.` };
}

function parseHost(text: string): Parsed {
  if (isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return { value: text };
  return {
    message: `"${text}" is no address`,
    cure: 'Give an IP address such as 127.0.0.1 or ::, or a host name, without a port.',
  };
}

function parseUrls(setting: Setting & { type: 'url' }, text: string): Parsed {
  const all = text.split(',').map((part) => parseUrl(setting, part.trim()));
  return all.find((parsed) => 'message' in parsed) ?? { value: text };
}

function parseUrl(setting: Setting & { type: 'url' }, text: string): Parsed {
  const wanted = setting.protocols.map((protocol) => `${protocol}//`).join(' or ');
  // The value may hold a password: it is never repeated in a message.
  const shown = setting.secret ? 'the value' : `"${text}"`;
  if (!setting.protocols.some((protocol) => text.startsWith(`${protocol}//`))) {
    return { message: `${shown} does not begin with ${wanted}`, cure: `Begin it with ${wanted}.` };
  }
  // A socket folder in place of the host (postgres:///name?host=/run/…) is fine for PostgreSQL.
  if (!URL.canParse(text) && !URL.canParse(text.replace('@/', '@localhost/'))) {
    return {
      message: `${shown} is no valid URL`,
      cure: 'Percent-encode special characters of user and password.',
    };
  }
  if (!setting.originOnly) return { value: text };
  const { origin, pathname, search, hash, username } = new URL(text);
  if (pathname === '/' && search === '' && hash === '' && username === '') return { value: origin };
  return {
    message: `${shown} is more than an origin`,
    cure: `Give scheme, host and port only, for example ${origin}.`,
  };
}
