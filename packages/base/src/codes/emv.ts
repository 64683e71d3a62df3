import { formatMinor, isAmount, parseMinor } from '../money.ts';
import { crcOf, parseFields, writeFields, type Field } from './tlv.ts';

// EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode, 1.1: the code that a
// merchant shows. National schemes (Pix, PromptPay, UPI, SGQR, DuitNow …) are dialects of it.

/** How a network of payment names the merchant: a template of the ids 26 to 51. */
export type MerchantAccount = {
  id: string;
  /** The name of the network: a domain backwards, or a number that was given out. */
  network: string;
  /** Its own fields, by their two digits (`01` …). */
  fields: Readonly<Record<string, string>>;
};

export type MerchantCode = {
  /** Shown again and again, or made for one payment. */
  kind: 'static' | 'dynamic';
  accounts: readonly MerchantAccount[];
  /** What the merchant sells: four digits of ISO 18245, `0000` for anything. */
  category: string;
  /** Three digits of ISO 4217; `999` is no currency of a state. */
  currency: string;
  /** Null: whoever pays says how much. */
  amountMinor: number | null;
  /** Two letters of ISO 3166. */
  country: string;
  name: string;
  city: string;
  postalCode: string;
  /** The merchant's number of the order, shop and till; empty: none. */
  bill: string;
  store: string;
  terminal: string;
  purpose: string;
};

export type CodeFault =
  /** Not of this form at all. */
  | 'not_a_merchant_code'
  /** Of this form, and damaged or changed. */
  | 'wrong_checksum'
  /** Whole, and says something that it may not. */
  | 'invalid';

export type ReadCode = { ok: true; code: MerchantCode } | { ok: false; fault: CodeFault };

/** What the additional data (id 62) names. */
const additional = { bill: '01', store: '03', terminal: '07', purpose: '08' } as const;
const longest = { name: 25, city: 15, postalCode: 10, additional: 25 };
const isAccountId = (id: string) => id >= '26' && id <= '51';
const fault = (of: CodeFault): ReadCode => ({ ok: false, fault: of });
const count = (text: string) => Array.from(text).length;

const byId = (fields: readonly Field[]) => new Map(fields.map(({ id, value }) => [id, value]));

function accountOf({ id, value }: Field): MerchantAccount | null {
  const [network, ...rest] = parseFields(value) ?? [];
  if (network?.id !== '00') return null;
  return { id, network: network.value, fields: Object.fromEntries(byId(rest)) };
}

/** Reads the code of a merchant. `scale` is of the currency in which the amount is to be read. */
export function readMerchantCode(text: string, scale: number): ReadCode {
  const trimmed = text.trim();
  const fields = parseFields(trimmed);
  if (fields === null || fields[0]?.id !== '00' || fields[0].value !== '01') {
    return fault('not_a_merchant_code');
  }
  const last = fields.at(-1);
  if (last?.id !== '63' || last.value.length !== 4) return fault('not_a_merchant_code');
  if (crcOf(trimmed.slice(0, -4)) !== last.value.toUpperCase()) return fault('wrong_checksum');
  const code = codeFrom(fields, scale);
  return code === null ? fault('invalid') : { ok: true, code };
}

function codeFrom(fields: readonly Field[], scale: number): MerchantCode | null {
  const known = byId(fields);
  const more = parseFields(known.get('62') ?? '');
  const templates = fields.filter(({ id }) => isAccountId(id)).map(accountOf);
  const accounts = templates.filter((account) => account !== null);
  if (more === null || accounts.length < templates.length) return null;
  const extra = byId(more);
  const of = (id: string) => known.get(id) ?? '';
  const also = (name: keyof typeof additional) => extra.get(additional[name]) ?? '';
  const said = known.get('54');
  const amountMinor = said === undefined ? null : parseMinor(said, scale);
  if (said !== undefined && (amountMinor === null || amountMinor === 0)) return null;
  const code: MerchantCode = {
    // A code that does not say it is shown again and again.
    kind: known.get('01') === '12' ? 'dynamic' : 'static',
    ...{ accounts, amountMinor, category: of('52'), currency: of('53'), country: of('58') },
    ...{ name: of('59'), city: of('60'), postalCode: of('61') },
    ...{ bill: also('bill'), store: also('store') },
    ...{ terminal: also('terminal'), purpose: also('purpose') },
  };
  return isSound(code) ? code : null;
}

function isSound({ category, currency, country, name, city, accounts }: MerchantCode): boolean {
  return (
    /^\d{4}$/.test(category) &&
    /^\d{3}$/.test(currency) &&
    /^[A-Z]{2}$/.test(country) &&
    name !== '' &&
    city !== '' &&
    accounts.every(({ network }) => network !== '' && count(network) <= 32)
  );
}

/** Writes the code of a merchant; null where something in it is too long or not of its form. */
export function writeMerchantCode(code: MerchantCode, scale: number): string | null {
  const { name, city, postalCode, accounts, amountMinor } = code;
  const isShort =
    count(name) <= longest.name &&
    count(city) <= longest.city &&
    count(postalCode) <= longest.postalCode &&
    [code.bill, code.store, code.terminal, code.purpose].every(
      (text) => count(text) <= longest.additional,
    );
  const isAccounted = accounts.length > 0 && accounts.every(({ id }) => isAccountId(id));
  if (!isSound(code) || !isShort || !isAccounted) return null;
  if (amountMinor !== null && !isAmount(amountMinor)) return null;
  const templates = accounts.map(({ id, network, fields }) => {
    const own = Object.entries(fields).map(([name, value]) => ({ id: name, value }));
    return { id, value: writeFields([{ id: '00', value: network }, ...own]) };
  });
  const names = Object.keys(additional) as (keyof typeof additional)[];
  const more = writeFields(names.map((of) => ({ id: additional[of], value: code[of] })));
  if (more === null || templates.some(({ value }) => value === null)) return null;
  const body = writeFields([
    { id: '00', value: '01' },
    { id: '01', value: code.kind === 'dynamic' ? '12' : '11' },
    ...templates.map(({ id, value }) => ({ id, value: value ?? '' })),
    { id: '52', value: code.category },
    { id: '53', value: code.currency },
    { id: '54', value: amountMinor === null ? '' : formatMinor(amountMinor, scale) },
    { id: '58', value: code.country },
    { id: '59', value: name },
    { id: '60', value: city },
    { id: '61', value: postalCode },
    { id: '62', value: more },
  ]);
  if (body === null) return null;
  const signed = `${body}6304`;
  return signed + crcOf(signed);
}
