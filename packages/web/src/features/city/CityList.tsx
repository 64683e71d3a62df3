import { Trans, useLingui } from '@lingui/react/macro';
import { Database, Languages, MessageCircle, Server, UserPlus, UsersRound } from 'lucide-react';
import { useLocation } from 'wouter';
import { currentLocale } from '../../i18n/activate.ts';
import { localeNames } from '../../i18n/locales.ts';
import { useConnection } from '../../state/connection.ts';
import { ListRow, RowIcon, Screen, SectionCard, TopBar } from '../../ui/index.ts';

function Hero() {
  const isOffline = useConnection((state) => state.isOffline);
  return (
    <section className="hero edge relative overflow-hidden rounded-3xl p-[22px]">
      <svg
        aria-hidden="true"
        viewBox="0 0 200 120"
        className="absolute inset-y-0 end-0 h-full opacity-15 rtl:-scale-x-100"
        fill="none"
        stroke="currentColor"
        strokeWidth="7"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M150 110H60a6 6 0 0 1-6-6V16a6 6 0 0 1 6-6h88a6 6 0 0 1 6 6v52" />
        <path d="M92 48h24v24H92z" />
      </svg>
      <p className="text-sm text-white/90">
        <Trans>Your city’s server</Trans>
      </p>
      <p dir="ltr" className="mt-1 text-2xl font-bold rtl:text-end">
        {location.hostname}
      </p>
      <p className="mt-5 flex items-center gap-2 text-sm text-white">
        <span
          aria-hidden="true"
          className={`size-2.5 rounded-full ${isOffline ? 'bg-transfer' : 'bg-[oklch(0.85_0.17_150)]'}`}
        />
        {isOffline ? <Trans>Not reached at the moment</Trans> : <Trans>Connected</Trans>}
      </p>
    </section>
  );
}

/** What the city offers on this server today; nothing is announced that is not there. */
export default function CityList() {
  const { t } = useLingui();
  const [path] = useLocation();
  return (
    <>
      <TopBar title={t`City`} large />
      <Screen>
        <Hero />
        <SectionCard
          title={<Trans>Here today</Trans>}
          note={
            <Trans>
              Payments, mini-programs and city services are not part of this version of Plaza.
            </Trans>
          }
        >
          <ListRow
            to="/chats"
            title={<Trans>Chats</Trans>}
            subtitle={<Trans>With one person or a group, on all your devices</Trans>}
            start={<RowIcon icon={MessageCircle} hue="violet" />}
          />
          <ListRow
            to="/contacts/add"
            title={<Trans>Find somebody</Trans>}
            subtitle={<Trans>By handle or code; strangers must ask first</Trans>}
            start={<RowIcon icon={UserPlus} hue="green" />}
          />
          <ListRow
            to="/contacts"
            title={<Trans>Contacts</Trans>}
            subtitle={<Trans>Your people, with the names you give them</Trans>}
            start={<RowIcon icon={UsersRound} hue="blue" />}
          />
        </SectionCard>
        <SectionCard>
          <ListRow
            to="/city/server"
            selected={path === '/city/server'}
            title={<Trans>About this server</Trans>}
            start={<RowIcon icon={Server} hue="teal" />}
          />
          <ListRow
            to="/me/data"
            title={<Trans>What the city keeps of me</Trans>}
            start={<RowIcon icon={Database} hue="amber" />}
          />
          <ListRow
            to="/me/appearance"
            title={<Trans>Language</Trans>}
            end={localeNames[currentLocale()]}
            start={<RowIcon icon={Languages} hue="pink" />}
          />
        </SectionCard>
      </Screen>
    </>
  );
}
