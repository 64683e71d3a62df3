import type { PersonId } from '@plaza/base';
import { useEffect, useState } from 'react';
import type { TypedLine } from './state.ts';
import { openLine } from './typed.ts';

export type Announced = { key: string; personId: PersonId; text: string };

/** Whoever types without a break is read out when they pause. */
const pauseMs = 1_200;
const most = 50;

const keyOf = ({ personId, line, revision }: TypedLine) => `${personId} ${line} ${revision}`;

function withNew(
  told: readonly Announced[],
  lines: readonly TypedLine[],
  meId: PersonId | null,
): readonly Announced[] {
  const known = new Map(told.map(({ key, text }) => [key, text]));
  const fresh = lines.filter(
    (line) => line.personId !== meId && line.text.trim() !== '' && !known.has(keyOf(line)),
  );
  if (fresh.length === 0) return told;
  const added = fresh.map((line) => ({
    key: keyOf(line),
    personId: line.personId,
    text: line.text,
  }));
  return [...told, ...added].slice(-most);
}

/**
 * What a screen reader is told of the text: a line when it is done, or as far as it is when its
 * writer pauses. Letter by letter is for eyes.
 */
export function useAnnounced(
  lines: readonly TypedLine[],
  meId: PersonId | null,
): readonly Announced[] {
  const [told, setTold] = useState<readonly Announced[]>([]);
  useEffect(() => {
    const done = lines.filter((line) => openLine(lines, line.personId) !== line);
    setTold((before) => withNew(before, done, meId));
    const timer = setTimeout(() => setTold((before) => withNew(before, lines, meId)), pauseMs);
    return () => clearTimeout(timer);
  }, [lines, meId]);
  return told;
}
