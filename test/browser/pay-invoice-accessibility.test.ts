import { beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.ts';
import { control, newPage, noBrowser } from './browser.ts';
import { darkAndSmall, hasFocus, keyboard, light, looks } from './everybody.ts';
import { payVisitor } from './pay-invoice-visitor.ts';

describe.skipIf(noBrowser)('the page that has invoices paid, for everybody', () => {
  beforeEach(() => control('POST', '/reset'));

  it.each(looks)('has no violation in any state: %s', async (_what, options) => {
    const page = await newPage(options);
    const person = payVisitor(page);
    await person.open();
    await expectAccessible(page, 'nothing yet');
    await page.locator('#make').click();
    await person.saveCard();
    await expectAccessible(page, 'a card is saved');
    await person.ask('swish');
    await page.locator('[data-payer=scan]').waitFor();
    await expectAccessible(page, 'a code to scan');
    await person.press('scan');
    await page.locator('[data-payer=decline]').waitFor();
    await expectAccessible(page, 'asked on the phone');
    await person.press('decline');
    await person.expectStatus('failed');
    await page.locator('[name=phone]').fill('12');
    await person.ask('swish-number');
    await person.refusal('#ways-error');
    await expectAccessible(page, 'failed, and a number refused');
    await page.locator('[name=phone]').fill('070-174 06 05');
    await person.ask('swish-number');
    await person.press('silence');
    await page.locator('#paid-unknown').waitFor();
    await page.locator('#stop').click();
    await expectAccessible(page, 'nobody can tell');
  });

  it.each([
    ['light', light],
    ['dark, on a small screen', { ...darkAndSmall, locale: 'en-GB' }],
  ])('has no violation in the card window, nor where it leads: %s', async (_what, options) => {
    const page = await newPage(options);
    const person = payVisitor(page);
    await person.open();
    await person.make();
    await person.ask('card');
    const opening = page.context().waitForEvent('page');
    await page.locator('#window-link').click();
    const window = await opening;
    await window.locator('button.main').waitFor();
    await expectAccessible(page, 'the window in its frame');
    await expectAccessible(window, 'the window on its own');
    await window.locator('button.main').click();
    await window.getByRole('heading', { name: 'Back in the shop' }).waitFor();
    await expectAccessible(window, 'back in the shop');
    await person.expectPaid();
  });

  it('makes, asks, pays and pays by card with nothing but a keyboard', async () => {
    const page = await newPage();
    const person = payVisitor(page);
    const { tabTo, enter } = keyboard(page);
    await person.open();
    await enter('#make');
    await tabTo('[data-pay=swish]');
    await page.locator('[data-pay=swish][aria-disabled=false]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-payer=scan]').waitFor();
    await enter('[data-payer=scan]');
    // The screen that was in use has changed: its heading has the focus.
    await expect.poll(() => page.evaluate<string>('document.activeElement.textContent')).toBe('Pay the invoice?');
    await enter('[data-payer=decline]');
    await person.expectStatus('failed');
    await enter('[data-pay=card]');
    const window = page.frameLocator('#window-frame');
    await window.locator('button.main').waitFor();
    await tabTo('#window-frame');
    for (let presses = 0; presses < 10 && (await window.locator('button.main:focus').count()) === 0; presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await person.expectPaid();
    // Whoever was in the window goes on at what came of it.
    await expect.poll(() => page.evaluate<string>('document.activeElement.id')).toBe('paid');
  });

  it('keeps the focus on the button of a saved card while it is charged, and in the list when it is removed', async () => {
    const page = await newPage();
    const person = payVisitor(page);
    await person.open();
    await person.make();
    await person.saveCard();
    await page.locator('#cards [data-deed=charge][aria-disabled=false]').focus();
    await page.keyboard.press('Enter');
    await person.expectPaid();
    expect(await hasFocus(page, '[data-deed=charge]')).toBe(true);
    // The invoice is seen to be paid before the charge is answered, and until then the other button does nothing.
    await page.locator('[data-deed=remove][aria-disabled=false]').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#cards-none').waitFor();
    await expect.poll(() => page.evaluate<string>('document.activeElement.id')).toBe('cards-title');
  });
});
