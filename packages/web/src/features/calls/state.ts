import type { PersonId, SeatId } from '@plaza/base';
import type { Call, CallMedia } from '@plaza/contract';
import { create } from 'zustand';

/** Why microphone or camera give nothing. */
export type MediaTrouble = 'denied' | 'none' | 'taken' | 'insecure';

export type PeerView = {
  personId: PersonId;
  seatId: SeatId;
  link: 'connecting' | 'connected' | 'lost';
  /** It works, but badly. */
  isWeak: boolean;
  stream: MediaStream | null;
  microphone: boolean;
  camera: boolean;
};

/** A line of the text beside the call; the newest of each person may still be typed. */
export type TypedLine = {
  personId: PersonId;
  line: number;
  revision: number;
  text: string;
};

export type Ending =
  | 'hung_up'
  | 'ended'
  | 'declined'
  | 'missed'
  | 'busy'
  | 'cancelled'
  | 'lost'
  | 'refused';

export type CallView = {
  /** `over` stays until the screen says how it ended, and asks about the text. */
  phase: 'idle' | 'incoming' | 'outgoing' | 'talking' | 'over';
  call: Call | null;
  media: CallMedia;
  seatId: SeatId | null;
  isMinimised: boolean;
  microphone: boolean;
  camera: boolean;
  /** Whether the others are heard. */
  sound: boolean;
  local: MediaStream | null;
  trouble: { microphone: MediaTrouble | null; camera: MediaTrouble | null };
  /** The person wants everything relayed, and the city has no relay. */
  lacksRelay: boolean;
  peers: ReadonlyMap<PersonId, PeerView>;
  isTextOpen: boolean;
  lines: readonly TypedLine[];
  ending: Ending | null;
  /** What the server said when it refused. */
  refusal: string | null;
};

export const idle: CallView = {
  ...{ phase: 'idle', call: null, media: 'voice', seatId: null, isMinimised: false },
  ...{ microphone: true, camera: false, sound: true, local: null },
  ...{ trouble: { microphone: null, camera: null }, lacksRelay: false },
  ...{ peers: new Map(), isTextOpen: false, lines: [], ending: null, refusal: null },
};

/** The one call of this page. */
export const useCall = create<CallView>()(() => idle);

export const viewOf = (): CallView => useCall.getState();
export const show = (change: Partial<CallView>): void => useCall.setState(change);

/** Changes what is known of one of the others. */
export function showPeer(personId: PersonId, change: Partial<PeerView>): void {
  const peers = new Map(viewOf().peers);
  const known = peers.get(personId);
  if (known === undefined) return;
  peers.set(personId, { ...known, ...change });
  show({ peers });
}
