import { BATCH_MAX } from '../model/limits.ts';

/** All of what `read` gives in pages, each beginning after the last timestamp of the one before. */
export async function* allPages<Row extends { timestamp: bigint }>(
  read: (after: bigint) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let after = 0n;
  for (let page = await read(after); page.length > 0; page = await read(after)) {
    yield* page;
    after = page.at(-1)?.timestamp ?? after;
  }
}

/** The rows in batches as large as a request may be. */
export async function* batches<Row>(rows: AsyncGenerator<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH_MAX) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
