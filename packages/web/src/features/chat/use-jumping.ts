import { useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { showToast } from '../../ui/index.ts';
import { endJump, useJumpTarget } from './jumping.ts';
import type { Row } from './rows.ts';

/** So long a message that somebody was led to stands out. */
const pointedMs = 2_000;

type JumpingDeps = {
  id: ConversationId;
  rows: readonly Row[];
  isPlaced: boolean;
  list: RefObject<VirtualizerHandle | null>;
  isAtEnd: RefObject<boolean>;
  loadAround(seq: number): Promise<void>;
};

const indexOf = (rows: readonly Row[], seq: number) =>
  rows.findIndex((row) => 'seq' in row && row.seq === seq);

/** Leads to a message, and loads what is around it first; answers the seq that stands out. */
export function useJumping({ id, rows, isPlaced, list, isAtEnd, loadAround }: JumpingDeps) {
  const { t } = useLingui();
  const target = useJumpTarget((store) => (store.target?.id === id ? store.target : null));
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const asked = useRef<{ target: object; isDone: boolean } | null>(null);
  const [round, setRound] = useState(0);

  useLayoutEffect(() => {
    if (target === null || !isPlaced) return;
    const index = indexOf(rows, target.seq);
    if (index !== -1) {
      isAtEnd.current = false;
      list.current?.scrollToIndex(index, { align: 'center' });
      setPointedAt(target.seq);
      return endJump();
    }
    if (asked.current?.target === target) {
      if (!asked.current.isDone) return;
      endJump();
      return showToast(t`This message is not here any more.`);
    }
    const question = { target, isDone: false };
    asked.current = question;
    // Whoever was at the end does not follow it now.
    isAtEnd.current = false;
    const end = () => {
      question.isDone = true;
      setRound((before) => before + 1);
    };
    loadAround(target.seq).then(end, end);
    // eslint-disable-next-line react/exhaustive-deps -- a round is another look at the same
  }, [target, rows, round, isPlaced, list, isAtEnd, loadAround]);

  useEffect(() => {
    if (pointedAt === null) return;
    const timer = setTimeout(() => setPointedAt(null), pointedMs);
    return () => clearTimeout(timer);
  }, [pointedAt]);
  return pointedAt;
}
