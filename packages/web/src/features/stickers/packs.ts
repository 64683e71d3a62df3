import { asFailure, api, type Failure } from '../../state/index.ts';
import type { StickerPack } from '@plaza/contract';
import { useEffect } from 'react';
import { create } from 'zustand';

type Packs = { packs: readonly StickerPack[] | null; failure: Failure | null };

/** My sets, asked for once and kept up by what changes them; the panel and the pages share them. */
export const usePackStore = create<Packs>()(() => ({ packs: null, failure: null }));

let asking: Promise<void> | null = null;

export async function reloadPacks(): Promise<void> {
  try {
    const { packs } = await api.stickers.listPacks({});
    usePackStore.setState({ packs, failure: null });
  } catch (thrown) {
    usePackStore.setState({ failure: asFailure(thrown) });
  }
}

export function takePack(pack: StickerPack): void {
  usePackStore.setState(({ packs }) => {
    const all = packs ?? [];
    const isKnown = all.some(({ packId }) => packId === pack.packId);
    return {
      packs: isKnown ? all.map((one) => (one.packId === pack.packId ? pack : one)) : [pack, ...all],
    };
  });
}

export function dropPack({ packId }: Pick<StickerPack, 'packId'>): void {
  usePackStore.setState(({ packs }) => ({
    packs: packs?.filter((one) => one.packId !== packId) ?? null,
  }));
}

/** My sets; asked for anew whenever a screen with them opens, the former ones shown meanwhile. */
export function usePacks(): Packs {
  const packs = usePackStore();
  useEffect(() => {
    asking ??= reloadPacks().finally(() => {
      asking = null;
    });
  }, []);
  return packs;
}
