import { beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.ts';
import { control, newPage, noBrowser } from './browser.ts';
import { donorVisitor } from './donor-visitor.ts';
import { hasFocus, keyboard, looks } from './everybody.ts';

describe.skipIf(noBrowser)('the page for donors, for everybody', () => {
  beforeEach(() => control('POST', '/reset'));

  it.each(looks)('has no violation in any state: %s', async (_what, options) => {
    const page = await newPage(options);
    const person = donorVisitor(page);
    await person.open();
    await expectAccessible(page, 'nothing yet');
    await person.start('198507099806');
    await page.locator('#donation-error').waitFor();
    await expectAccessible(page, 'a number refused');
    await person.start('198507099805');
    await page.locator('#qr').waitFor();
    await expectAccessible(page, 'a code to scan');
    await person.press('scan');
    await page.locator('#asked-title').waitFor();
    await expectAccessible(page, 'asked on the phone');
    await person.press('approve');
    await page.locator('#approval-text').waitFor();
    await expectAccessible(page, 'the text and the accounts');
    await person.confirm('2');
    await page.locator('#record-made').waitFor();
    await page.locator('summary').click();
    await expectAccessible(page, 'a donor, with the approval at the bank');
    await person.start();
    await page.locator('#cancel:visible').click();
    await page.locator('#traces:not(:empty)').waitFor();
    await expectAccessible(page, 'walked away');
  });

  it('sets a donor up and pauses the contract with nothing but a keyboard', async () => {
    const page = await newPage();
    const person = donorVisitor(page);
    const { tabTo, enter } = keyboard(page);
    await person.open();
    await enter('[data-sum="500"]');
    await enter('#donation-button');
    await person.expectFocus('flow-title');
    await page.locator('#qr').waitFor();
    await enter('[data-phone=scan]');
    await person.expectFocus('asked-title');
    await enter('[data-phone=approve]');
    // The donor's page has taken the phone's place.
    await person.expectFocus('page-title');
    await tabTo('#approval-text');
    await tabTo('[name=accountId]');
    await page.keyboard.press('Space');
    await enter('#confirm');
    await person.expectStatus('complete');
    await person.expectFocus('page-title');
    await person.expectRecord('contract', /running/);
    await page.locator('#record').focus();
    await enter('[data-donation=pause]');
    await person.expectRecord('contract', /paused/);
    expect(await hasFocus(page, '[data-donation=pause]')).toBe(true);
  });
});
