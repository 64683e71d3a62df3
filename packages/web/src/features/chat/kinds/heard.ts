/** Which voice messages of a conversation were heard on this device. */
export type Heard = {
  /** All up to here count as heard: they were read before this device began to keep count. */
  readonly upTo: number;
  readonly seqs: readonly number[];
};

const mostKept = 200;

export function isHeard(heard: Heard, seq: number): boolean {
  return seq <= heard.upTo || heard.seqs.includes(seq);
}

/** Adds one; the oldest are folded into the line below which all are heard. */
export function hear(heard: Heard, seq: number): Heard {
  if (isHeard(heard, seq)) return heard;
  const seqs = [...heard.seqs, seq].toSorted((a, b) => a - b);
  const surplus = seqs.splice(0, Math.max(0, seqs.length - mostKept));
  return { upTo: surplus.at(-1) ?? heard.upTo, seqs };
}

/** Reads what was kept; anything else than that is as nothing. */
export function parseHeard(text: string | null, readSeq: number): Heard {
  const fresh = { upTo: readSeq, seqs: [] };
  if (text === null) return fresh;
  try {
    const { upTo, seqs } = JSON.parse(text) as Partial<Heard>;
    if (!Number.isInteger(upTo) || !Array.isArray(seqs)) return fresh;
    return { upTo: upTo as number, seqs: seqs.filter(Number.isInteger) };
  } catch {
    return fresh;
  }
}
