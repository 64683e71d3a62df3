import { median, printTable, quantile, rounded } from '../lib/figures.ts';
import type { Kind } from '../ledger/books.ts';
import type { Grabbed } from './grabs.ts';
import type { Figures } from './transfers.ts';

export type Results = {
  /** By how people say yes, and how many pay at a time; one of each round. */
  transfers: Map<string, Figures[]>;
  /** Of shops that pay batches by their keys; the latencies are of whole batches. */
  batches: Figures[];
  /** Transfers a second with 1,024 under way. */
  ledger: Record<Kind, number[]>;
  /** Transactions a second; none where there is no pgbench. */
  tpcb: Record<Kind, number[]>;
  /** Everybody within a second, and everybody in the same moment. */
  grabs: { spread: Grabbed[]; atOnce: Grabbed[] };
};

const cell = (value: number, digits: number) =>
  Number.isFinite(value) ? value.toFixed(digits) : '-';
const figure = (value: number, digits: number) =>
  Number.isFinite(value) ? rounded(value, digits) : null;

function row(name: string, rounds: readonly Figures[], tpcbPerSecond: number): string[] {
  const at = (share: number) =>
    median(rounds.map(({ latenciesMs }) => quantile(latenciesMs, share)));
  const perSecond = median(rounds.map((round) => round.perSecond));
  return [
    ...[name, cell(perSecond, 0), cell(at(0.5), 1), cell(at(0.99), 1)],
    cell(median(rounds.map(({ serverCpuUs }) => serverCpuUs)), 0),
    cell(median(rounds.map(({ databaseCpuUs }) => databaseCpuUs)), 0),
    cell(perSecond / tpcbPerSecond, 2),
  ];
}

const head = ['', 'a second', 'p50 ms', 'p99 ms', 'server µs', 'PostgreSQL µs', '× TPC-B'];

function grabsOf(rounds: readonly Grabbed[]) {
  const at = (share: number) =>
    median(rounds.map(({ latenciesMs }) => quantile(latenciesMs, share)));
  return {
    grabsPerSecond: rounded(median(rounds.map(({ grabsPerSecond }) => grabsPerSecond)), 0),
    grabP50Ms: rounded(at(0.5)),
    grabP99Ms: rounded(at(0.99)),
  };
}

/** Prints the tables, and the line of JSON last. */
export function report(results: Results, about: object): void {
  const { transfers, batches, ledger, tpcb, grabs } = results;
  const [uniform, hot] = [median(tpcb.uniform), median(tpcb.hot)];
  printTable([
    head,
    ...[...transfers].map(([name, rounds]) => row(`transfers, ${name}`, rounds, uniform)),
    row('transfers, by key in batches of 500', batches, uniform),
    [
      'ledger, uniform 1024',
      cell(median(ledger.uniform), 0),
      '',
      '',
      '',
      '',
      cell(median(ledger.uniform) / uniform, 1),
    ],
    [
      'ledger, hot 1024',
      cell(median(ledger.hot), 0),
      '',
      '',
      '',
      '',
      cell(median(ledger.hot) / hot, 1),
    ],
    ['TPC-B, 10 branches', cell(uniform, 0), '', '', '', '', ''],
    ['TPC-B, 1 branch', cell(hot, 0), '', '', '', '', ''],
  ]);
  const [spread, atOnce] = [grabsOf(grabs.spread), grabsOf(grabs.atOnce)];
  printTable([
    ['grabs', 'a second', 'p50 ms', 'p99 ms'],
    ...Object.entries({ 'within a second': spread, 'in the same moment': atOnce }).map(
      ([name, of]) => [
        ...[name, String(of.grabsPerSecond), String(of.grabP50Ms), String(of.grabP99Ms)],
      ],
    ),
  ]);
  const rateOf = (rounds: readonly Figures[]) => median(rounds.map(({ perSecond }) => perSecond));
  const bestBy = (means: string) =>
    Math.max(
      ...[...transfers].flatMap(([name, rounds]) => (name.startsWith(means) ? rateOf(rounds) : [])),
    );
  const [byPasskey, byPin, byKey] = [bestBy('by passkey'), bestBy('by PIN'), rateOf(batches)];
  console.log(
    JSON.stringify({
      bench: 'pay',
      ratios: {
        apiTransferVsTpcb: figure(Math.max(byKey, byPasskey) / uniform, 2),
        merchantKeyTransferVsTpcb: figure(byKey / uniform, 2),
        passkeyTransferVsTpcb: figure(byPasskey / uniform, 2),
        pinTransferVsTpcb: figure(byPin / uniform, 2),
        ledgerUniform1024VsTpcb: figure(median(ledger.uniform) / uniform, 2),
        ledgerHot1024VsTpcb: figure(median(ledger.hot) / hot, 2),
      },
      transfersPerSecond: {
        byKey: rounded(byKey, 0),
        byPasskey: rounded(byPasskey, 0),
        byPin: rounded(byPin, 0),
      },
      redPacket: { ...atOnce, spread },
      ...about,
    }),
  );
}
