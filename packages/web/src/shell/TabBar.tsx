import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { Badge, Mark, VisuallyHidden, classNames } from '../ui/index.ts';
import { useBadges } from './badges.ts';
import { tabs, type Tab } from './tabs.ts';

function TabLink({ tab, isHere }: { tab: Tab; isHere: boolean }) {
  const { t } = useLingui();
  const count = useBadges((badges) => badges[tab.id] ?? 0);
  const Icon = tab.icon;
  return (
    <li className="min-w-0 flex-1 rail:flex-none">
      <Link
        to={tab.path}
        aria-current={isHere ? 'page' : undefined}
        className={classNames(
          'ring-inside flex min-h-13 flex-col items-center justify-center gap-0.5 px-0.5 pt-1.5 pb-1',
          'rail:mx-2 rail:rounded-2xl rail:px-1 rail:py-2',
          isHere ? 'text-accent-text rail:bg-soft' : 'text-muted hover:text-ink',
        )}
      >
        <span className="relative">
          <Icon aria-hidden="true" className="size-6" strokeWidth={isHere ? 2.25 : 1.9} />
          <Badge count={count} className="absolute -end-3.5 -top-1.5" />
        </span>
        <span className="max-w-full text-center text-[min(0.6875rem,4vw)] leading-tight font-medium hyphens-auto">
          {t(tab.label)}
        </span>
        {count > 0 ? (
          <VisuallyHidden>{plural(count, { one: '# new', other: '# new' })}</VisuallyHidden>
        ) : null}
      </Link>
    </li>
  );
}

type TabBarProps = { here: Tab | undefined; hiddenOnPhone: boolean };

/** The five tabs: below on phones, a rail at the side from 768 px. */
export function TabBar({ here, hiddenOnPhone }: TabBarProps) {
  const { t } = useLingui();
  return (
    <nav
      aria-label={t`Main`}
      className={classNames(
        'shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]',
        'rail:flex rail:w-20 rail:flex-col rail:items-stretch rail:overflow-y-auto',
        'rail:border-e rail:border-t-0 rail:bg-rail rail:pt-4',
        hiddenOnPhone && 'max-[767px]:hidden',
      )}
    >
      <Mark className="mx-auto mb-4 hidden size-10 shrink-0 rail:block" />
      <ul className="flex rail:flex-col rail:gap-1">
        {tabs.map((tab) => (
          <TabLink key={tab.id} tab={tab} isHere={tab === here} />
        ))}
      </ul>
    </nav>
  );
}
