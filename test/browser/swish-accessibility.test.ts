import { beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { expectAccessible } from './axe.ts';
import { newPage, noBrowser } from './browser.ts';
import { hasFocus, keyboard, looks } from './everybody.ts';
import { resetSwish, swishVisitor } from './swish-visitor.ts';

const isThere = stack.simulators.swish !== undefined;

describe.skipIf(noBrowser || !isThere)('the page for Swish, for everybody', () => {
  beforeEach(resetSwish);

  it.each(looks)('has no violation in any state: %s', async (_what, options) => {
    const page = await newPage(options);
    const person = swishVisitor(page);
    await person.open();
    await expectAccessible(page, 'nothing yet');
    await person.field('amount').fill('0.5');
    await person.ask('swish');
    await page.locator('#sale-error').waitFor();
    await expectAccessible(page, 'an amount refused');
    await person.field('amount').fill('480');
    await person.ask('swish');
    await page.locator('[data-payer=scan]').waitFor();
    await expectAccessible(page, 'a code to scan');
    await person.press('scan');
    await page.locator('[data-payer=approve]').waitFor();
    await expectAccessible(page, 'asked on the phone');
    await person.press('approve');
    await person.expectState('captured');
    await person.refund('100');
    await person.expectState('partly-reversed');
    await expectAccessible(page, 'paid, and some of it paid back');
    await person.ask('swish-number');
    await person.press('silence');
    await page.locator('#paid-unknown').waitFor();
    await expectAccessible(page, 'nobody can tell');
  });

  it('asks, pays and pays back with nothing but a keyboard', async () => {
    const page = await newPage();
    const person = swishVisitor(page);
    const { tabTo, enter } = keyboard(page);
    await person.open();
    await enter('[data-pay=swish]');
    await page.locator('[data-payer=scan]').waitFor();
    await enter('[data-payer=scan]');
    await person.expectFocus('asked-title');
    await enter('[data-payer=approve]');
    await person.expectState('captured');
    await page.locator('[data-swish=refund][aria-disabled=false]').waitFor();
    await tabTo('#desk [name=amount]');
    await page.keyboard.type('380');
    await enter('[data-swish=refund]');
    await person.expectState('partly-reversed');
    // The button that was pressed keeps the focus, whatever it may do next.
    expect(await hasFocus(page, '[data-swish=refund]')).toBe(true);
  });
});
