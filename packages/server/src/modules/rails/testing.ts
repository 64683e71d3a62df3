import { present } from '@plaza/base';
import { readCurrencies, type CurrencyProfile } from '../pay/index.ts';
import { openTestPay } from '../pay/testing/index.ts';
import type { RailsDeps } from './deps.ts';
import { createRails, type Rails } from './service.ts';

export const cityIban = 'DE89370400440532013000';
export const anasIban = 'FR1420041010050500013M02606';

/** Points, euros of a licensed operator with a bank, and vouchers of a canteen. */
export function testCurrencies(): CurrencyProfile[] {
  const bank = { name: 'City of Plaza', iban: cityIban, iso: 'EUR' };
  const read = readCurrencies(
    JSON.stringify([
      { code: 'points', kind: 'points', ledger: 1, scale: 2, maxAmount: '1000000' },
      { code: 'euro', kind: 'licensed', ledger: 2, scale: 2, needsClass: 1, bank },
      { code: 'canteen', kind: 'limited-network', ledger: 3, scale: 2, maxBalance: '100' },
    ]),
  );
  if (!read.ok) throw new Error(read.problems.join('; '));
  return read.currencies;
}

/** The rails with their real neighbours, on a database of their own. */
export async function openTestRails(kind: 'memory' | 'postgres' = 'memory') {
  const profiles = testCurrencies();
  const city = await openTestPay(kind, { migrations: ['rails'], profiles });
  const depsOf = (pay: RailsDeps['pay'], over: Partial<RailsDeps> = {}): RailsDeps => ({
    ...{ ...city, audit: city.operator.audit, isDemo: true, pay },
    ...over,
  });
  const rails: Rails = createRails(depsOf(city.pay.core));
  return {
    ...city,
    rails,
    /** The rails of another process on the same database and ledger. */
    anotherRails(over: Partial<RailsDeps> = {}, pay = city.another()): Rails {
      return createRails(depsOf(pay.core, over));
    },
    async balance(personId: Parameters<typeof city.wallet>[0], currency: string) {
      const { wallets } = await city.pay.getWallet(personId);
      const found = wallets.find((one) => one.currency === currency);
      return present(found, 'everybody has a wallet').availableMinor;
    },
    /** What an account of the books has, on the side on which it grows. */
    async book(name: string, currency: string): Promise<number> {
      const { entries } = await city.pay.getBooks();
      const found = entries.find((one) => one.account === name && one.currency === currency);
      if (found === undefined) return 0;
      const { kind: side, debitsMinor, creditsMinor } = found;
      return side === 'asset' ? debitsMinor - creditsMinor : creditsMinor - debitsMinor;
    },
  };
}

export type TestRails = Awaited<ReturnType<typeof openTestRails>>;

type Line = { amount: string; words?: string; endToEnd?: string; ref?: string; out?: boolean };

/** An account statement as banks write it. */
export function statementOf(id: string, lines: readonly Line[], iban = cityIban): string {
  const entries = lines.map(
    ({ amount, words = '', endToEnd = 'NOTPROVIDED', ref = '', out = false }) => `
      <Ntry>
        <Amt Ccy="EUR">${amount}</Amt>
        <CdtDbtInd>${out ? 'DBIT' : 'CRDT'}</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>2026-11-20</Dt></BookgDt>
        ${ref === '' ? '' : `<AcctSvcrRef>${ref}</AcctSvcrRef>`}
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>${endToEnd}</EndToEndId></Refs>
          <RltdPties><Dbtr><Pty><Nm>Ana &amp; Ben</Nm></Pty></Dbtr></RltdPties>
          <RmtInf><Ustrd>${words}</Ustrd></RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <Stmt>
      <Id>${id}</Id>
      <Acct><Id><IBAN>${iban}</IBAN></Id></Acct>${entries.join('')}
    </Stmt>
  </BkToCstmrStmt>
</Document>`;
}
