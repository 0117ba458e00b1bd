import { beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { expectAccessible } from './axe.ts';
import { newPage, noBrowser } from './browser.ts';
import { hasFocus, keyboard, looks } from './everybody.ts';
import { resetProvider, shopVisitor } from './shop-visitor.ts';

const isThere = stack.simulators['swedbank-pay'] !== undefined;

describe.skipIf(noBrowser || !isThere)('the shop corner for everybody', () => {
  beforeEach(resetProvider);

  it.each(looks)('has no violation in any state: %s', async (_what, options) => {
    const page = await newPage(options);
    const person = shopVisitor(page);
    await person.open();
    await expectAccessible(page, 'nothing yet');
    await person.way('seamless').click();
    await person.choice('complete').waitFor();
    await expectAccessible(page, 'payment view');
    await person.choice('complete').click();
    await person.expectState('authorized');
    // Whoever was in the payment view goes on at what came of it.
    await expect.poll(() => hasFocus(page, '#standing')).toBe(true);
    await page.locator('#bell').click();
    await page.locator('#bell[aria-pressed=true]').waitFor();
    await person.act('capture-part');
    await page.locator('#events li').nth(3).waitFor();
    await expectAccessible(page, 'captured');
    await person.act('reverse-part');
    await person.act('reverse-part');
    await person.act('reverse-part');
    await page.locator('#desk-error').waitFor();
    await expectAccessible(page, 'refused');
  });

  it('pays and captures with nothing but a keyboard', async () => {
    const page = await newPage();
    const person = shopVisitor(page);
    const { enter } = keyboard(page);
    await person.open();
    await enter('[data-way=redirect]');
    await page.locator('form[action$="/complete"] button').waitFor();
    await enter('form[action$="/complete"] button');
    await person.expectState('authorized');
    await enter('[data-deed=capture-part]');
    await person.expectState('partly-captured');
    // The button that was pressed keeps the focus, whatever it may do next.
    expect(await hasFocus(page, '[data-deed=capture-part]')).toBe(true);
  });
});
