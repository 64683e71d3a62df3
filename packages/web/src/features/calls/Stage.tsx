import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { CallParty } from '@plaza/contract';
import { MicOff, WifiOff } from 'lucide-react';
import { Avatar, classNames } from '../../ui/index.ts';
import { nameInCall } from './call-names.ts';
import { Picture } from './Picture.tsx';
import type { CallView, PeerView } from './state.ts';

type StageProps = { view: CallView; state: State };

function Waiting({ party, peer }: { party: CallParty; peer: PeerView | undefined }) {
  if (party.state === 'ringing') return <Trans>Ringing…</Trans>;
  if (peer === undefined || peer.link === 'connecting') return <Trans>Connecting…</Trans>;
  if (peer.link === 'lost') return <Trans>Reconnecting…</Trans>;
  return null;
}

type TileProps = StageProps & { party: CallParty; isAlone: boolean };

/** One of the others: a picture, or a face. */
function Tile({ view, state, party, isAlone }: TileProps) {
  const { t } = useLingui();
  const { person } = party;
  const peer = view.peers.get(person.personId);
  const name = nameInCall(state, view.call, person.personId);
  const hasPicture = peer?.camera === true && peer.stream !== null && peer.link !== 'connecting';
  return (
    <li
      className={classNames(
        'relative flex min-h-0 min-w-0 flex-col items-center justify-center gap-2 overflow-hidden',
        isAlone ? 'size-full' : 'edge rounded-2xl bg-surface p-2',
        hasPicture && 'bg-black',
        party.state === 'ringing' && 'opacity-70',
      )}
    >
      {hasPicture && peer?.stream != null ? (
        <Picture
          stream={peer.stream}
          label={t`Picture of ${name}`}
          className={classNames('absolute inset-0', isAlone && 'panes:object-contain')}
        />
      ) : (
        <Avatar
          id={person.personId}
          name={name}
          photoPath={person.photoPath}
          size={isAlone ? 'xl' : 'l'}
        />
      )}
      <span
        className={classNames(
          'flex max-w-full items-center gap-1.5 text-sm empty:hidden',
          hasPicture
            ? 'absolute start-2 bottom-2 rounded-lg bg-black/65 px-2 py-0.5 text-white'
            : 'relative text-ink',
        )}
      >
        {peer?.microphone === false ? <MicOff aria-label={t`Muted`} className="size-4" /> : null}
        {peer?.link === 'lost' ? <WifiOff aria-hidden="true" className="size-4" /> : null}
        {isAlone ? null : <bdi className="truncate">{name}</bdi>}
      </span>
      {isAlone ? null : (
        <span className="relative text-xs text-muted">
          <Waiting party={party} peer={peer} />
        </span>
      )}
    </li>
  );
}

/** Myself, as in a mirror: small in a corner. */
function Own({ view }: { view: CallView }) {
  const { t } = useLingui();
  const hasPicture = view.camera && (view.local?.getVideoTracks().length ?? 0) > 0;
  if (!hasPicture || view.local === null) return null;
  return (
    <div
      className={classNames(
        'edge absolute end-3 bottom-3 z-10 aspect-3/4 w-24 overflow-hidden rounded-2xl bg-field',
        'shadow-float rail:aspect-4/3 rail:w-48',
      )}
    >
      <Picture stream={view.local} label={t`Your own picture`} isMirror />
    </div>
  );
}

const grids: Record<number, string> = {
  1: 'grid-cols-1',
  2: 'grid-cols-1 rail:grid-cols-2',
  3: 'grid-cols-2 rail:grid-cols-3',
  4: 'grid-cols-2',
};

/** Everybody of the call. */
export function Stage({ view, state }: StageProps) {
  const { t } = useLingui();
  const meId = state.me?.personId;
  const parties = (view.call?.parties ?? []).filter(
    ({ person, state: part }) =>
      person.personId !== meId && (part === 'joined' || part === 'ringing'),
  );
  const isAlone = parties.length <= 1;
  return (
    <section aria-label={t`People in the call`} className="relative flex min-h-0 min-w-0 flex-1">
      <ul
        className={classNames(
          'grid min-h-0 min-w-0 flex-1 auto-rows-fr gap-2 overflow-y-auto',
          isAlone ? '' : 'p-3',
          grids[parties.length] ?? 'grid-cols-2 rail:grid-cols-3',
        )}
      >
        {parties.map((party) => (
          <Tile key={party.person.personId} {...{ view, state, party, isAlone }} />
        ))}
      </ul>
      <Own view={view} />
    </section>
  );
}
