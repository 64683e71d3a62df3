import { useClientState } from '../../state/index.ts';
import { whole } from './call-names.ts';
import { CallBar } from './CallBar.tsx';
import { CallOver } from './CallOver.tsx';
import { CallScreen } from './CallScreen.tsx';
import { IncomingSheet } from './IncomingSheet.tsx';
import { useCall } from './state.ts';
import { Voices } from './Voices.tsx';

const topics = ['people', 'contacts', 'list'] as const;

/** Whatever of a call is on the screen. */
export default function CallLayer() {
  const view = useCall();
  const state = useClientState(topics, whole);
  switch (view.phase) {
    case 'idle':
      return null;
    case 'incoming':
      return <IncomingSheet view={view} state={state} />;
    case 'over':
      return <CallOver view={view} state={state} />;
    case 'outgoing':
    case 'talking':
      return (
        <>
          <Voices view={view} />
          {view.isMinimised ? (
            <CallBar view={view} state={state} />
          ) : (
            <CallScreen view={view} state={state} />
          )}
        </>
      );
  }
}
