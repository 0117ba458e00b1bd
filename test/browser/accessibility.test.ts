import { describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.ts';
import { newPage, noBrowser } from './browser.ts';
import { darkAndSmall, keyboard, light, looks } from './everybody.ts';
import { visitor } from './visitor.ts';

describe.skipIf(noBrowser)('the demo for everybody', () => {
  it.each([
    ['log in, light', 'authentication', light],
    ['sign, dark, in Swedish, on a small screen', 'signature', darkAndSmall],
    ['find account, dark, in Swedish, on a small screen', 'lookup', darkAndSmall],
  ] as const)('has no violation in any state: %s', async (_what, job, options) => {
    const page = await newPage(options);
    const person = visitor(page);
    await person.open();
    await person.choose(job);
    await expectAccessible(page, 'form');
    await person.start();
    await person.seeCode();
    await expectAccessible(page, 'code');
    await person.press('away');
    await expectAccessible(page, 'phone put away');
    await person.press('back');
    await person.press('scan');
    await page.locator('#asked-title').waitFor();
    await page.locator('#qr').waitFor({ state: 'hidden' });
    await expectAccessible(page, 'app open');
    await person.press('approve');
    await person.outcome();
    await expectAccessible(page, 'outcome');
  });

  it.each(looks)('has no violation when something fails: %s', async (_look, options) => {
    const page = await newPage(options);
    const person = visitor(page);
    await person.open();
    await person.choose('lookup');
    await page.locator('input[name=personalNumber]').fill('123');
    await person.start();
    await page.locator('#error').waitFor();
    await expectAccessible(page, 'refused');
    await person.choose('authentication');
    await person.start();
    await page.locator('#launch').click();
    await page.locator('#launched').waitFor();
    await expectAccessible(page, 'launched');
    await person.press('decline');
    await person.outcome();
    await expectAccessible(page, 'declined');
  });

  it('logs in with nothing but a keyboard', async () => {
    const page = await newPage();
    const person = visitor(page);
    const { tabTo, enter } = keyboard(page);
    await person.open();
    await tabTo('input[name=job]');
    await enter('#start [type=submit]');
    await person.expectFocus('flow-title');
    await person.seeCode();
    await enter('[data-phone=scan]');
    await person.expectFocus('asked-title');
    await enter('[data-phone=approve]');
    await person.expectFocus('outcome-title');
    expect(await person.outcome()).toMatch(/^Welcome/);
    await enter('#again');
    await person.expectFocus('job');
  });
});
