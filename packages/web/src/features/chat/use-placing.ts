import type { ConversationId } from '@plaza/base';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { keepPosition, positionOf, type Position } from './positions.ts';
import type { Row, UnreadMark } from './rows.ts';

const mostPages = 3;
/** Whoever waits for older messages that do not come sees the newest ones instead. */
const giveUpMs = 1_500;

type Goal = { index: number; align: 'start' | 'end'; offset: number };

/** Where a thread opens; null while that is not loaded. */
export function goalOf(
  rows: readonly Row[],
  { position, mark }: { position: Position | null; mark: UnreadMark | null },
): Goal | null {
  if (position !== null) {
    const index = rows.findIndex(({ key }) => key === position.key);
    return index === -1 ? null : { index, align: 'start', offset: position.abovePx };
  }
  if (mark === null) return { index: rows.length - 1, align: 'end', offset: 0 };
  const index = rows.findIndex(({ kind }) => kind === 'unread');
  return index === -1 ? null : { index, align: 'start', offset: -8 };
}

type PlacingDeps = {
  id: ConversationId;
  rows: readonly Row[];
  mark: UnreadMark | null;
  list: RefObject<VirtualizerHandle | null>;
  isAtEnd: RefObject<boolean>;
  loadBefore(): Promise<boolean>;
  loadAround(seq: number): Promise<void>;
};

/**
 * Opens a thread where it was left, or at what was not read, or at its end; and remembers where
 * it is left. `here` is the place of the reader, kept up by whoever hears of scrolling.
 */
export function usePlacing({ id, rows, mark, list, isAtEnd, loadBefore, loadAround }: PlacingDeps) {
  const [position] = useState(() => positionOf(id));
  const [isPlaced, setPlaced] = useState(false);
  const [hasGivenUp, setGivenUp] = useState(false);
  const here = useRef<Position | null>(position);
  const pages = useRef(0);
  const isLoading = useRef(false);
  const [round, setRound] = useState(0);
  const isEmpty = rows.length === 0;

  useLayoutEffect(() => {
    if (isPlaced || isEmpty) return;
    const wanted = hasGivenUp ? { position: null, mark: null } : { position, mark };
    const goal = goalOf(rows, wanted);
    if (goal !== null) {
      list.current?.scrollToIndex(goal.index, { align: goal.align, offset: goal.offset });
      isAtEnd.current = goal.align === 'end';
      setPlaced(true);
      return;
    }
    if (isLoading.current) return;
    pages.current += 1;
    if (pages.current > (position === null ? mostPages : 1)) return setGivenUp(true);
    isLoading.current = true;
    const load = position === null ? loadBefore() : loadAround(position.seq);
    const end = () => {
      isLoading.current = false;
      setRound((round) => round + 1);
    };
    load.then(end, end);
    // eslint-disable-next-line react/exhaustive-deps -- a round is another look at the same
  }, [rows, round, isEmpty, isPlaced, hasGivenUp, position, mark, list, loadBefore, loadAround]);

  useEffect(() => {
    if (isPlaced || isEmpty) return;
    const timer = setTimeout(() => setGivenUp(true), giveUpMs);
    return () => clearTimeout(timer);
  }, [isPlaced, isEmpty]);

  useEffect(() => {
    const keep = () => keepPosition(id, here.current);
    addEventListener('pagehide', keep);
    return () => {
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [id]);

  return { isPlaced, here };
}
