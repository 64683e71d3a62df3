import type { PacketId } from '@plaza/base';
import { CallFailed } from '@plaza/client';
import { useState } from 'react';
import { useClient, useTask } from '../../state/index.ts';

/** The seal turns at least so long: what was opened is to be felt. */
const turnMs = 700;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const wantsCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** After these somebody else, or time, was faster: how it stands is asked anew. */
const ended = new Set(['packet_gone', 'packet_over', 'packet_unknown']);

/** Opens a red packet: it is taken once the ledger has it, and once however often it is asked. */
export function useOpening(packetId: PacketId) {
  const { api, commands } = useClient();
  const task = useTask();
  const [isOpened, setOpened] = useState(false);

  async function look(): Promise<void> {
    const { packets } = await api.packets.getPackets({ packetIds: [packetId] });
    await commands.takePackets(packets);
  }

  async function take(): Promise<void> {
    const turned = wantsCalm() ? null : pause(turnMs);
    try {
      const { packet } = await api.packets.open({ packetId });
      await turned;
      setOpened(true);
      await commands.takePackets([packet]);
    } catch (thrown) {
      await turned;
      if (thrown instanceof CallFailed && ended.has(thrown.error)) await look();
      throw thrown;
    }
  }

  return {
    /** It was opened just now, and here. */
    isOpened,
    busy: task.busy,
    failure: task.failure,
    open: () => void task.run(take),
  };
}
