import { compactIban } from '@plaza/base/codes';
import { parseMinor } from '@plaza/base';
import { all, readXml, textAt, type XmlNode } from './xml.ts';

/** An entry of an account statement, as far as it is needed. */
export type StatementEntry = {
  isCredit: boolean;
  amountMinor: number;
  /** ISO 4217. */
  iso: string;
  bookedOn: string;
  /** What the bank calls it: the same in every file that tells of it. */
  identity: readonly (string | number)[];
  endToEndId: string;
  name: string;
  words: string;
};

export type Statement = { iban: string; entries: StatementEntry[] };

const scale = 2;
const longest = { name: 140, words: 500 };
const cut = (text: string, length: number) => Array.from(text).slice(0, length).join('');

function amountOf(node: XmlNode | undefined): { amountMinor: number; iso: string } | null {
  if (node === undefined) return null;
  const amountMinor = parseMinor(node.text.trim(), scale);
  const iso = node.attributes.get('Ccy') ?? '';
  return amountMinor === null || !/^[A-Z]{3}$/.test(iso) ? null : { amountMinor, iso };
}

/** The words with which it was sent, and the reference for machines if there is one. */
function wordsOf(details: XmlNode | undefined, entry: XmlNode): string {
  const lines = all(details, 'RmtInf', 'Ustrd').map(({ text }) => text.trim());
  lines.push(...all(details, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref').map(({ text }) => text.trim()));
  lines.push(textAt(entry, 'AddtlNtryInf'));
  return cut(lines.filter((line) => line !== '').join(' '), longest.words);
}

/** Single payments of an entry; a collective one has several, each with its own amount. */
function partsOf(entry: XmlNode): (XmlNode | undefined)[] {
  const details = all(entry, 'NtryDtls', 'TxDtls');
  return details.length === 0 ? [undefined] : details;
}

type Place = { iban: string; statementId: string; index: number };

function readEntry(entry: XmlNode, place: Place): StatementEntry[] | null {
  const said = textAt(entry, 'CdtDbtInd');
  const whole = amountOf(all(entry, 'Amt')[0]);
  const day = textAt(entry, 'BookgDt', 'Dt') || textAt(entry, 'BookgDt', 'DtTm').slice(0, 10);
  if (whole === null || (said !== 'CRDT' && said !== 'DBIT') || Number.isNaN(Date.parse(day))) {
    return null;
  }
  const called = textAt(entry, 'AcctSvcrRef') || textAt(entry, 'NtryRef');
  const own = called === '' ? [place.statementId, place.index] : [called];
  const parts = partsOf(entry);
  const entries = parts.map((details, part): StatementEntry | null => {
    const amounts = [all(details, 'Amt')[0], all(details, 'AmtDtls', 'TxAmt', 'Amt')[0]];
    const amount = parts.length === 1 ? whole : (amountOf(amounts[0]) ?? amountOf(amounts[1]));
    if (amount === null || amount.amountMinor === 0) return null;
    const side = said === 'CRDT' ? 'Dbtr' : 'Cdtr';
    const name =
      textAt(details, 'RltdPties', side, 'Pty', 'Nm') || textAt(details, 'RltdPties', side, 'Nm');
    return {
      ...{ isCredit: said === 'CRDT', ...amount, bookedOn: day },
      identity: [place.iban, day, said, amount.amountMinor, ...own, part],
      endToEndId: textAt(details, 'Refs', 'EndToEndId'),
      name: cut(name, longest.name),
      words: wordsOf(details, entry),
    };
  });
  return entries.some((one) => one === null) ? null : (entries as StatementEntry[]);
}

/** Booked, and not the reversal of something: that is for a person to look at. */
function isBooked(entry: XmlNode): boolean {
  const status = textAt(entry, 'Sts', 'Cd') || textAt(entry, 'Sts');
  return status === 'BOOK' && textAt(entry, 'RvslInd') !== 'true';
}

/** Reads an account statement (ISO 20022, camt.053); null where any of it is not understood. */
export function readStatement(source: string): Statement | null {
  const document = readXml(source);
  if (document?.name !== 'Document') return null;
  const statements = all(document, 'BkToCstmrStmt', 'Stmt');
  const accounts = statements.map((one) => compactIban(textAt(one, 'Acct', 'Id', 'IBAN')));
  const [iban] = accounts;
  if (iban === undefined || iban === '' || accounts.some((other) => other !== iban)) return null;
  const entries: StatementEntry[] = [];
  for (const statement of statements) {
    const statementId = textAt(statement, 'Id');
    for (const [index, entry] of all(statement, 'Ntry').entries()) {
      if (!isBooked(entry)) continue;
      const read = readEntry(entry, { iban, statementId, index });
      if (read === null) return null;
      entries.push(...read);
    }
  }
  return { iban, entries };
}
