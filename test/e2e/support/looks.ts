import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Everything that a machine can judge of WCAG 2.2 AA, and what is good practice beyond it. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** Waits until nothing of the screen is still on its way. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.locator('.animate-pulse, .animate-spin')).toHaveCount(0);
}

/** Goes to a screen as a link in the app does; the page is not loaded again. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', to), path);
  await settled(page);
}

/** A change of colours takes a moment; half way nothing has the contrast that it will have. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    // What pulses for ever has no end to wait for.
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

async function violations(page: Page, choose: (axe: AxeBuilder) => AxeBuilder) {
  await still(page);
  // The other mode opens a second page for every run, to reach frames of other origins.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations: found } = await choose(axe).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const why = failureSummary.split('\n').slice(1, 3).join(' ');
      return `${id}: ${target.join(' ')}:${why}`;
    }),
  );
}

/** Judges the screen in light by every rule, and in dark by those about colours. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  const inDark = await violations(page, (axe) => axe.withRules([...rulesOfColour]));
  expect.soft(inDark, `${name} in dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  const inLight = await violations(page, (axe) => axe.withTags([...rules]));
  expect.soft(inLight, `${name} in light`).toEqual([]);
}

/** What stands out of the page at its sides, or is cut off by a box that cannot be scrolled. */
function findOverflow(): string[] {
  const found: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} px wide`);
  const isHidden = (element: Element) =>
    element.closest(
      '[aria-hidden="true"], .sr-only, dialog:not([open]), [popover]:not(:popover-open), svg',
    ) !== null;
  // What ends in an ellipsis is shortened on purpose, and whole on its own screen.
  const canScroll = (element: Element) =>
    element.closest('.overflow-x-auto, .truncate, [class*="line-clamp"]') !== null;
  for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
    if (isHidden(element) || canScroll(element)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || box.bottom < 0) continue;
    const label = `${element.tagName.toLowerCase()} “${element.innerText.slice(0, 40)}”`;
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`${label} stands out`);
    const { overflowX, textOverflow } = getComputedStyle(element);
    const isCut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    if (element instanceof HTMLInputElement) continue;
    if (isCut && /hidden|clip/.test(overflowX) && textOverflow !== 'ellipsis') {
      found.push(`${label} is cut`);
    }
  }
  return found;
}

/** Nothing is lost where there is little room. */
export async function expectRoom(page: Page, name: string): Promise<void> {
  expect.soft(await page.evaluate(findOverflow), name).toEqual([]);
}

/** What the keyboard can reach, and what of it the Tab key did not. */
const stops =
  'a[href], button:not(:disabled), input:not(:disabled, [type=hidden], [type=file]), ' +
  'textarea, select, summary, [tabindex="0"]';

/** Goes once around with the Tab key: every control is reached, and shows that it is. */
export async function expectReachable(page: Page, name: string): Promise<void> {
  const count = await page.evaluate((selector) => {
    const all = [...document.querySelectorAll<HTMLElement>(selector)].filter(
      (element) =>
        element.tabIndex >= 0 &&
        element.checkVisibility({ visibilityProperty: true }) &&
        !(element instanceof HTMLInputElement && element.type === 'radio' && !element.checked),
    );
    for (const element of all) element.dataset['tried'] = 'no';
    document.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) target.dataset['tried'] = 'yes';
    });
    document.body.tabIndex = -1;
    document.body.focus();
    return all.length;
  }, stops);
  for (let press = 0; press < count + 3; press += 1) await page.keyboard.press('Tab');
  const missed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-tried="no"]')].map(
      (element) => element.getAttribute('aria-label') ?? element.innerText,
    ),
  );
  // Where the focus happens to end it may lay the way to the content over what is beside it.
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  expect.soft(missed, `${name} by keyboard`).toEqual([]);
}

/**
 * Where a system takes all colours but its own, what was told by a colour alone is told no more:
 * a control without words has an edge or a picture, and what is chosen differs from what is not.
 */
function findUnseen(): string[] {
  const found: string[] = [];
  const drawn = (style: CSSStyleDeclaration) =>
    style.borderTopStyle !== 'none' && Number.parseFloat(style.borderTopWidth) > 0;
  const face = (element: Element) => {
    const { backgroundColor, borderTopWidth, outlineStyle, textDecorationLine } =
      getComputedStyle(element);
    return [backgroundColor, borderTopWidth, outlineStyle, textDecorationLine].join();
  };
  const nameOf = (element: Element) =>
    element.getAttribute('aria-label') ?? (element as HTMLElement).innerText.slice(0, 40);
  for (const element of document.body.querySelectorAll<HTMLElement>('button, a[href], [role]')) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    for (const name of ['aria-pressed', 'aria-checked', 'aria-selected']) {
      if (element.getAttribute(name) !== 'true') continue;
      const others = element.parentElement?.parentElement?.querySelectorAll(`[${name}="false"]`);
      const other = others?.[0];
      const isSame =
        other !== undefined &&
        face(other) === face(element) &&
        other.querySelectorAll('svg, span').length === element.querySelectorAll('svg, span').length;
      if (isSame) found.push(`“${nameOf(element)}” is chosen, and looks as if it were not`);
    }
    if (!element.matches('button, a[href]') || element.innerText.trim() !== '') continue;
    const isPictured = element.querySelector('svg, img, video, canvas') !== null;
    if (!isPictured && !drawn(getComputedStyle(element))) {
      found.push(`“${nameOf(element)}” is not to be seen`);
    }
  }
  return found;
}

/** Everything can be told apart where the system has colours of its own. */
export async function expectSeen(page: Page, name: string): Promise<void> {
  expect.soft(await page.evaluate(findUnseen), name).toEqual([]);
}
