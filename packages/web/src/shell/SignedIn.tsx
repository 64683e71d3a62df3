import type { Client } from '@plaza/client';
import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { CallLayer, useCall, useCalls } from '../features/calls/index.ts';
import { followPush } from '../features/push/index.ts';
import { createTabClient } from '../state/client.ts';
import { followClient } from '../state/follow-client.ts';
import { onClosing, useMe } from '../state/session.ts';
import { ClientContext, useClient } from '../state/use-client.ts';
import { setBadge } from './badges.ts';
import { Splash } from './Splash.tsx';
import { useAlerts } from './use-alerts.ts';
import { useRefusedChanges } from './use-refused-changes.ts';
import { useSecurityNotices } from './use-security-notices.ts';

function useTabClient(personId: string): Client | null {
  const [started, setStarted] = useState<Client | null>(null);
  useEffect(() => {
    const client = createTabClient(personId);
    let unfollow: (() => void) | null = null;
    let stopping: Promise<void> | null = null;
    function stop(): Promise<void> {
      unfollow?.();
      unfollow = null;
      setStarted(null);
      return (stopping ??= client.stop());
    }
    onClosing(stop);
    void client.start().then(() => {
      if (stopping !== null) return;
      unfollow = followClient(client, (counts) => {
        setBadge('chats', counts.chats);
        setBadge('contacts', counts.contacts);
        setBadge('discover', counts.discover);
      });
      setStarted(client);
    });
    return () => void stop();
  }, [personId]);
  return started;
}

function Notices() {
  useSecurityNotices();
  useRefusedChanges();
  useAlerts();
  useCalls();
  const client = useClient();
  useEffect(() => followPush(client), [client]);
  return null;
}

/** A call stands above whatever is open, and pushes it down while it is small. */
function CallPlace() {
  const isIdle = useCall(({ phase }) => phase === 'idle');
  return isIdle ? null : (
    <Suspense fallback={null}>
      <CallLayer />
    </Suspense>
  );
}

/** What runs as long as somebody is signed in: the client of this tab, for all screens below. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { personId } = useMe();
  const client = useTabClient(personId);
  if (client === null) return <Splash />;
  return (
    <ClientContext value={client}>
      <div className="flex h-full flex-col">
        <CallPlace />
        <div className="min-h-0 flex-1">{children}</div>
      </div>
      <Notices />
    </ClientContext>
  );
}
