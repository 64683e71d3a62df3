import { useLingui } from '@lingui/react/macro';
import type { MerchantCategory } from '@plaza/contract';
import { Chip } from '../../ui/index.ts';
import { categories, categoryWords } from './words.ts';

type CategoryFieldProps = { value: MerchantCategory; onChange(value: MerchantCategory): void };

/** What a merchant sells, roughly. */
export function CategoryField({ value, onChange }: CategoryFieldProps) {
  const { t } = useLingui();
  return (
    <div role="group" aria-label={t`What do you sell?`} className="flex flex-col gap-2">
      <p className="text-sm font-medium">{t`What do you sell?`}</p>
      <div className="flex flex-wrap gap-2">
        {categories.map((category) => (
          <Chip key={category} isChosen={category === value} onClick={() => onChange(category)}>
            {t(categoryWords[category])}
          </Chip>
        ))}
      </div>
    </div>
  );
}
