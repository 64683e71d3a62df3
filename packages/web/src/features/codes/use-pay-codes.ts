import type { FamilyCardId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { CodeState, CodeUse, ShownCode } from '@plaza/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asFailure, useClient, useClientState, type Failure } from '../../state/index.ts';
import { showToast } from '../../ui/index.ts';
import { codeAt, keptOf, readKept, writeKept, type KeptCodes } from './kept-codes.ts';

const tickMs = 250;
/** With fewer left than this the next ones are asked for, as long as there is a line. */
const fewCodes = 12;
const isLiveOf = ({ status }: State) => status === 'live';
const useOf = ({ codeUse }: State) => codeUse;

export type PayCodes = {
  /** Null: not known yet, or not without a line. */
  state: CodeState | null;
  code: ShownCode | null;
  leftMs: number;
  /** What the last code was used for, since this screen was opened. */
  used: CodeUse | null;
  /** Whether what is shown comes from this device alone. */
  isOffline: boolean;
  failure: Failure | null;
  /** The family card by which the codes pay; null: my own wallet. */
  cardId: FamilyCardId | null;
  choose(cardId: FamilyCardId | null): void;
  take(state: CodeState): void;
  renew(): void;
};

/** Asks how codes stand, again when the line is back. */
function useCodeState(isLive: boolean) {
  const { api } = useClient();
  const [state, setState] = useState<CodeState | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let isHere = true;
    api.codes.getState({}).then(
      (answer) => {
        if (!isHere) return;
        setState(answer);
        setFailure(null);
      },
      (thrown: unknown) => {
        if (isHere) setFailure(asFailure(thrown));
      },
    );
    return () => {
      isHere = false;
    };
  }, [api, isLive]);
  return { state, setState, failure };
}

/** Runs `run` each quarter of a second while the page is looked at. */
function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

/** What was used since the screen was opened; before that it is of another time. */
function useUsed(): CodeUse | null {
  const last = useClientState('pay', useOf);
  const [before] = useState(last);
  return last === before ? null : last;
}

/** The code of this minute, as long as this device may show one. */
export function usePayCodes(wanted: FamilyCardId | null = null): PayCodes {
  const { api } = useClient();
  const isLive = useClientState('status', isLiveOf);
  const { state, setState, failure } = useCodeState(isLive);
  const [kept, setKept] = useState<KeptCodes | null>(readKept);
  const [cardId, setCardId] = useState(wanted ?? kept?.cardId ?? null);
  const used = useUsed();
  const nowMs = useNow();
  const asking = useRef(false);

  const isOff = state !== null && state.state !== 'on';
  const isOther = kept !== null && (kept.cardId ?? null) !== cardId;
  const shown = kept === null || isOff || isOther ? null : codeAt(kept, nowMs);

  const renew = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    try {
      const asked = cardId === null ? {} : { cardId };
      const fresh = keptOf(await api.codes.issue(asked), Date.now(), cardId ?? undefined);
      writeKept(fresh);
      setKept(fresh);
    } catch (thrown) {
      // Without a line those that are kept are shown until they are over.
      const { error, text } = asFailure(thrown);
      if (error !== 'card_unknown' && error !== 'card_paused') return;
      showToast(text);
      setCardId(null);
    } finally {
      asking.current = false;
    }
  }, [api, cardId]);

  useEffect(() => {
    if (isOff) {
      writeKept(null);
      setKept(null);
    }
  }, [isOff]);
  // A code that was used is over: the next one is asked for at once.
  const isWanted = state?.state === 'on' && isLive && (shown === null || shown.left < fewCodes);
  useEffect(() => {
    if (isWanted) void renew();
  }, [isWanted, renew]);
  useEffect(() => {
    if (used !== null) void renew();
  }, [used, renew]);

  return {
    ...{ state, used, failure: state === null ? failure : null },
    ...{ cardId, choose: setCardId },
    code: shown?.code ?? null,
    leftMs: shown?.leftMs ?? 0,
    isOffline: !isLive,
    take: setState,
    renew: () => void renew(),
  };
}
