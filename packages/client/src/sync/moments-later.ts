import type { Timer } from '@plaza/base';
import type { EventPayload } from '@plaza/contract';
import type { MomentsNews, NewsDeps } from './moments.ts';

/** A start and a reconnection have more to do than this. */
const calmMs = 3_000;

export type MomentsLater = {
  receive(told: EventPayload<'moments.changed'>): void;
  /** There are other notices than before. */
  noticed(): void;
  /**
   * What happened while nobody told this device: what it keeps may be mine to see no more. Asked
   * when all that is of chats is there.
   */
  catchUpSoon(): void;
  stop(): void;
};

/** Follows what is told of Moments, by code that comes when it is needed. */
export function createMomentsNewsLater(deps: NewsDeps): MomentsLater {
  const { core } = deps;
  let loading: Promise<MomentsNews> | null = null;
  let late: Timer | null = null;
  function then(run: (news: MomentsNews) => void): void {
    loading ??= import('./moments.ts').then(({ createMomentsNews }) => createMomentsNews(deps));
    loading.then(run).catch((error: unknown) => {
      loading = null;
      core.onFault(error);
    });
  }
  return {
    receive: (told) => then((news) => news.receive(told)),
    noticed: () => then((news) => news.noticed()),
    catchUpSoon() {
      late?.cancel();
      late = core.clock.after(calmMs, () => then((news) => news.catchUp()));
    },
    stop() {
      late?.cancel();
      if (loading !== null) then((news) => news.stop());
    },
  };
}
