import type { Client } from '@plaza/client';
import { useEffect, useState, type ReactNode } from 'react';
import { createTabClient } from '../state/client.ts';
import { followClient } from '../state/follow-client.ts';
import { onClosing, useMe } from '../state/session.ts';
import { ClientContext } from '../state/use-client.ts';
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
  return null;
}

/** What runs as long as somebody is signed in: the client of this tab, for all screens below. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { personId } = useMe();
  const client = useTabClient(personId);
  if (client === null) return <Splash />;
  return (
    <ClientContext value={client}>
      {children}
      <Notices />
    </ClientContext>
  );
}
