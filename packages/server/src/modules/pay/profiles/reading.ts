import { isIban } from '@plaza/base/codes';
import { maxAmountMinor, parseMinor } from '@plaza/base';
import { currencyKinds, type CashOut, type CurrencyKind } from '@plaza/contract';
import { Type, type Static } from 'typebox';
import { createValidator } from '../../../kernel/rpc/index.ts';
import { usualClasses, type ClassRule, type CurrencyProfile } from '../currencies.ts';
import { isWithin, kinds, type KindRule } from './kinds.ts';

const closed = { additionalProperties: false } as const;
const amount = Type.String({ pattern: '^\\d{1,13}(\\.\\d{1,4})?$' });
const maybe = Type.Optional(Type.Union([amount, Type.Null()]));
const grade = Type.Integer({ minimum: 0, maximum: 3 });

/** A currency as a file says it: amounts are decimal texts in whole units, such as `"12.50"`. */
const written = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z][a-z0-9-]{1,19}$' }),
    kind: Type.Unsafe<CurrencyKind>({ type: 'string', enum: [...currencyKinds] }),
    ledger: Type.Integer({ minimum: 1, maximum: 999 }),
    scale: Type.Integer({ minimum: 0, maximum: 4 }),
    maxAmount: Type.Optional(amount),
    mayTransfer: Type.Optional(Type.Boolean()),
    mayTopUp: Type.Optional(Type.Boolean()),
    cashOut: Type.Optional(
      Type.Unsafe<CashOut>({ type: 'string', enum: ['nobody', 'merchants', 'people'] }),
    ),
    maxPacketShare: Type.Optional(amount),
    mayCards: Type.Optional(Type.Boolean()),
    ...{ maxSpentPerDay: maybe, maxTopUpPerDay: maybe, maxBalance: maybe },
    minors: Type.Optional(
      Type.Union([Type.Object({ maxAmount: amount, maxPerDay: amount }, closed), Type.Null()]),
    ),
    needsClass: Type.Optional(grade),
    classes: Type.Optional(
      Type.Array(
        Type.Object(
          {
            class: Type.Integer({ minimum: 1, maximum: 3 }),
            ...{ maxLifetime: Type.Union([amount, Type.Null()]) },
            ...{ maxYear: Type.Union([amount, Type.Null()]) },
          },
          closed,
        ),
        { maxItems: 3 },
      ),
    ),
    creditLine: Type.Optional(amount),
    bank: Type.Optional(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 70 }),
          iban: Type.String({ minLength: 15, maxLength: 42 }),
          bic: Type.Optional(Type.String({ pattern: '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$' })),
          iso: Type.String({ pattern: '^[A-Z]{3}$' }),
        },
        closed,
      ),
    ),
  },
  closed,
);
type Written = Static<typeof written>;
const validate = createValidator(Type.Array(written, { minItems: 1, maxItems: 20 }));

export type ReadCurrencies =
  | { ok: true; currencies: CurrencyProfile[] }
  | { ok: false; problems: string[] };

type Amounts = (text: string | null | undefined, otherwise: number | null) => number | null;

/** The lower of two measures, of which null is none. */
function lower(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** What the file asks for and the kind forbids. */
function excesses(of: Written, rule: KindRule): string[] {
  const said = (field: string) => `${of.code}: "${field}" is not for the kind ${of.kind}`;
  const problems: string[] = [];
  if (of.mayTransfer === true && !rule.mayTransfer) problems.push(said('mayTransfer'));
  if (Number(of.maxPacketShare ?? 0) > 0 && !rule.mayPackets) problems.push(said('maxPacketShare'));
  if (of.mayCards === true && !rule.mayCards) problems.push(said('mayCards'));
  if (of.cashOut !== undefined && !isWithin(of.cashOut, rule.cashOut)) {
    problems.push(said('cashOut'));
  }
  if (Number(of.creditLine ?? 0) > 0 && !rule.mayCredit) problems.push(said('creditLine'));
  if (of.needsClass !== undefined && of.needsClass < rule.needsClass) {
    problems.push(said('needsClass'));
  }
  if (of.minors !== undefined && of.minors !== null && !rule.isForMinors) {
    problems.push(said('minors'));
  }
  if (of.bank !== undefined && !isIban(of.bank.iban)) {
    problems.push(`${of.code}: "bank.iban" is no account number`);
  }
  if (of.bank !== undefined && of.scale !== 2) {
    problems.push(`${of.code}: a bank counts with 2 decimals`);
  }
  return problems;
}

function classesOf(of: Written, rule: KindRule, minor: Amounts): ClassRule[] {
  const named = of.classes ?? (rule.hasClasses ? usualClasses : []);
  return named.map((one) => ({
    class: one.class as ClassRule['class'],
    maxLifetimeMinor: minor(one.maxLifetime === null ? null : String(one.maxLifetime), null),
    maxYearMinor: minor(one.maxYear === null ? null : String(one.maxYear), null),
  }));
}

function minorsOf(of: Written, rule: KindRule, minor: Amounts): CurrencyProfile['minors'] {
  if (!rule.isForMinors || of.minors === null) return null;
  const { maxAmount = '50', maxPerDay = '200' } = of.minors ?? {};
  return { maxAmountMinor: minor(maxAmount, 0) ?? 0, maxPerDayMinor: minor(maxPerDay, 0) ?? 0 };
}

function bankOf({ bank }: Written): CurrencyProfile['bank'] {
  if (bank === undefined) return null;
  return { ...bank, bic: bank.bic ?? '', iban: bank.iban.replace(/\s/gu, '').toUpperCase() };
}

function profileOf(of: Written, rule: KindRule): CurrencyProfile {
  const minor: Amounts = (text, otherwise) =>
    text === undefined || text === null ? otherwise : parseMinor(text, of.scale);
  const whole = (units: number | null) => (units === null ? null : units * 10 ** of.scale);
  const { code, kind, ledger, scale } = of;
  return {
    ...{ code, kind, ledger, scale },
    maxAmountMinor: Math.min(minor(of.maxAmount, null) ?? whole(10_000) ?? 0, maxAmountMinor),
    maxIssuedMinor: 9_000_000_000_000_000n,
    mayTransfer: of.mayTransfer ?? rule.mayTransfer,
    mayTopUp: of.mayTopUp ?? !rule.mayCredit,
    cashOut: of.cashOut ?? rule.cashOut,
    maxPacketShareMinor: rule.mayPackets ? (minor(of.maxPacketShare, whole(200)) ?? 0) : 0,
    mayCards: of.mayCards ?? rule.mayCards,
    maxSpentPerDayMinor: minor(of.maxSpentPerDay, null),
    maxTopUpPerDayMinor: lower(minor(of.maxTopUpPerDay, null), whole(rule.most.topUpPerDay)),
    maxBalanceMinor: lower(minor(of.maxBalance, null), whole(rule.most.balance)),
    minors: minorsOf(of, rule, minor),
    needsClass: (of.needsClass ?? rule.needsClass) as CurrencyProfile['needsClass'],
    classes: classesOf(of, rule, minor),
    creditLineMinor: minor(of.creditLine, 0) ?? 0,
    bank: bankOf(of),
  };
}

function doubles(list: readonly Written[]): string[] {
  const problems: string[] = [];
  for (const [field, values] of [
    ['code', list.map(({ code }) => code)],
    ['ledger', list.map(({ ledger }) => ledger)],
  ] as const) {
    if (new Set<string | number>(values).size < values.length) {
      problems.push(`two currencies have the same "${field}"`);
    }
  }
  return problems;
}

/** Amounts with more decimals than their currency has, or beyond what a payment may be. */
function oddAmounts(of: Written): string[] {
  const texts: [string, unknown][] = Object.entries(of);
  for (const [key, value] of Object.entries(of.minors ?? {})) texts.push([`minors.${key}`, value]);
  for (const one of of.classes ?? []) texts.push(...Object.entries(one));
  return texts
    .filter(([key, value]) => key !== 'code' && key !== 'kind' && typeof value === 'string')
    .filter(([key]) => /^(minors\.)?(max|creditLine)/.test(key))
    .filter(([, value]) => parseMinor(value as string, of.scale) === null)
    .map(([key]) => `${of.code}: "${key}" is no amount with ${of.scale} decimals`);
}

/** Reads the currencies of a city from the text of its file; says all that is wrong at once. */
export function readCurrencies(text: string): ReadCurrencies {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, problems: ['the file is no JSON'] };
  }
  const malformed = validate(parsed);
  if (malformed.length > 0) {
    return { ok: false, problems: malformed.map(({ path, message }) => `${path} ${message}`) };
  }
  const list = parsed as Written[];
  const problems = [
    ...doubles(list),
    ...list.flatMap((of) => [...excesses(of, kinds[of.kind]), ...oddAmounts(of)]),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, currencies: list.map((of) => profileOf(of, kinds[of.kind])) };
}
