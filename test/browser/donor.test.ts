import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { control, demoUrl, newPage, noBrowser } from './browser.ts';
import { donorVisitor } from './donor-visitor.ts';
import { trafficOf } from './traffic.ts';

/** How often the simulated Billecta has been asked to do something. */
async function callsOf(operation: string): Promise<number> {
  const answer = await fetch(`${stack.simulators.billecta ?? ''}/_simulator/statistics`);
  const { calls } = (await answer.json()) as { calls: Record<string, number> };
  return calls[operation] ?? 0;
}

describe.skipIf(noBrowser)('the page for donors', () => {
  let page: Page;
  let person: ReturnType<typeof donorVisitor>;
  beforeEach(async () => {
    await control('POST', '/reset');
    page = await newPage();
    person = donorVisitor(page);
    await person.open();
  });

  it('is found from the front page, and offers no deed without a donation', async () => {
    await page.goto(demoUrl());
    await page.getByRole('link', { name: 'Become a donor' }).click();
    await page.getByRole('heading', { name: 'Become a donor' }).waitFor();
    expect(await person.offered()).toEqual([]);
  });

  it('sets a donor up: code, text, account, thanks; and the desk has ids, proof, contract and approval', async () => {
    await page.getByRole('button', { name: '300 kr' }).click();
    await page.locator('[name=interval]').selectOption('quarterly');
    await person.identify();
    await person.expectFocus('page-title');
    const text = await page.locator('#approval-text').innerText();
    expect(text).toContain('You give SEK 300 every quarter to: Clean water.');
    expect(text).toContain('Exempelbolaget AB');
    expect(await page.locator('#accounts .account').allInnerTexts()).toEqual([
      expect.stringMatching(/Privatkonto[\s\S]*-0000018[\s\S]*Direct debit works/) as string,
      expect.stringMatching(/Gemensamt konto[\s\S]*-0000034[\s\S]*The bank may refuse/) as string,
    ]);
    expect(await page.locator('#record-made').isVisible()).toBe(false);
    await person.confirm('1');
    await expect
      .poll(() => page.locator('#donor-page').innerText())
      .toMatch(/Thank you![\s\S]*first withdrawal is on 27/);
    await person.expectRecord('ids', /Debtor\s+[0-9a-f-]{36}\s+Contract\s+\d{10}\s+First withdrawal\s+27 /);
    await person.expectRecord('proof', /19121212-••••[\s\S]*••• 0018[\s\S]*BankID at Billecta\s+[0-9a-f-]{36}/);
    await person.expectRecord('contract', /running[\s\S]*every quarter[\s\S]*27 /);
    await person.expectRecord('approval', /approved[\s\S]*yes[\s\S]*••• 0018/);
    await page.locator('summary').click();
    expect(await page.locator('#proof-text').innerText()).toBe(text);
    expect(await callsOf('contracts.create')).toBe(1);
  });

  it('makes one donor and one contract, however often a button is pressed', async () => {
    await page.locator('#donation-button').dblclick();
    await person.press('scan');
    await person.press('approve');
    await person.choose('1');
    await page.locator('#confirm').dblclick();
    await person.expectStatus('complete');
    expect([await callsOf('bank-accounts.start'), await callsOf('debtors.create')]).toEqual([1, 1]);
    expect(await callsOf('contracts.create')).toBe(1);
  });

  it('confirms nothing without a chosen account', async () => {
    await person.start();
    await page.locator('#launch:visible').click();
    await person.press('approve');
    await page.locator('#confirm').click();
    expect(await page.locator('#accounts input:invalid').count()).toBe(2);
    await page.locator('#walk-away').click();
    await person.expectStatus('cancelled');
    expect(await callsOf('debtors.create')).toBe(0);
  });

  it.each([
    [
      'approved, then ended',
      [
        ['bank-approve', /approved/, ['pause', 'end', 'bank-remove']],
        ['bank-remove', /ended/, ['pause']],
      ],
    ],
    ['refused', [['bank-fail', /refused by the bank/, ['pause', 'end']]]],
  ] as const)('shows what the bank says of an account that waits for it: %s', async (_, words) => {
    await person.identify();
    await person.confirm('2');
    await person.expectRecord('approval', /with the bank/);
    for (const [deed, said, offered] of words) {
      await person.act(deed);
      await person.expectRecord('approval', said);
      await expect.poll(() => person.offered()).toEqual(offered);
    }
    expect(await page.locator('.calls').innerText()).toContain('bank → simulator');
  });

  it('pauses the contract and lets it go on, and ends the approval', async () => {
    await person.identify();
    await person.confirm('1');
    await person.act('pause');
    await person.expectRecord('contract', /paused: nothing is withdrawn/);
    await person.act('resume');
    await person.expectRecord('contract', /running/);
    await person.act('end');
    await person.expectRecord('approval', /ended[\s\S]*no/);
    await expect.poll(() => page.locator('#donation-done').innerText()).toBe('Done: End the approval.');
    expect(await page.locator('#deed-error').isVisible()).toBe(false);
  });

  it('asks a donor of before about the approved account alone, and leaves the donor as it is', async () => {
    await person.identify();
    await person.confirm('1');
    await person.identify();
    expect(await page.locator('#accounts .account').allInnerTexts()).toHaveLength(1);
    expect(await page.locator('#approval-text').innerText()).toContain('You have approved direct debit to us before.');
    await person.confirm('1');
    await expect.poll(() => callsOf('contracts.create')).toBe(2);
    expect(await callsOf('debtors.create')).toBe(1);
  });

  it('leaves nothing at Billecta when the donor walks away from the question', async () => {
    await person.identify();
    await page.locator('#walk-away').click();
    await person.expectStatus('cancelled');
    await person.expectTraces(0, 0);
    await person.expectFocus('page-title');
    expect(await page.locator('#donor-page').innerText()).toContain('Cancelled');
    expect(await page.locator('#record-empty').innerText()).toContain('nothing is made');
  });

  it.each([
    ['the code is left alone and the errand cancelled', 'cancelled', () => page.locator('#cancel').click()],
    ['the phone declines', 'failed', () => person.press('scan').then(() => person.press('decline'))],
  ] as const)('leaves nothing at Billecta when %s', async (_what, status, walkAway) => {
    await person.start();
    await page.locator('#qr').waitFor();
    await walkAway();
    await person.expectStatus(status);
    await person.expectTraces(0, 0);
    expect(await page.locator('#donor-page').isVisible()).toBe(false);
    expect(await callsOf('debtors.create')).toBe(0);
  });

  it('tells a donor without the app, who needs no phone to fail', async () => {
    await person.start('196001062626');
    await person.expectStatus('failed');
    expect(await page.locator('#message').innerText()).not.toBe('');
    await person.expectTraces(0, 0);
  });

  it('marks what is refused, and says what a desk can do when Billecta is away', async () => {
    await person.start('198507099806');
    await page.locator('#donation-error').waitFor();
    expect(await page.locator('#donation-error').innerText()).toContain('personalNumber');
    expect(await page.locator('[name=personalNumber]').getAttribute('aria-invalid')).toBe('true');
    await control('POST', '/faults', { kind: '500', count: 5, operation: 'bank-accounts.start' });
    await person.start('198507099805');
    await expect.poll(() => page.locator('#donation-error').innerText()).toContain('Billecta cannot be reached');
    await control('DELETE', '/faults');
  });

  it('finds the donation again after a reload, and shows it to nobody else', async () => {
    await person.identify();
    await person.confirm('1');
    await page.reload();
    await person.expectRecord('approval', /approved/);
    await person.act('pause');
    await person.expectRecord('contract', /paused/);
    const stranger = await newPage();
    await stranger.goto(page.url());
    await expect.poll(() => stranger.locator('#record-empty').innerText()).toBe('There is no such donation of yours.');
  });

  it('keeps numbers out of addresses, storage and the list of calls, and the API key to itself', async () => {
    const traffic = trafficOf(page);
    await person.identify();
    await person.confirm('1');
    await person.expectRecord('approval', /approved/);
    const got = await traffic.answers();
    expect(got).toContain('/v1/billecta/autogiro/donors');
    expect(got).not.toContain(stack.apiKey);
    const everywhere = (await traffic.traces()) + (await page.locator('#record').innerText());
    expect(everywhere).not.toMatch(/191212121212|0000018/);
    expect(got).not.toContain('191212121212');
  });

  it('speaks Swedish', async () => {
    await page.getByRole('button', { name: 'Svenska' }).click();
    expect(await page.title()).toBe('Sluss – Bli givare');
    await person.identify();
    expect(await page.locator('#approval-text').innerText()).toContain('Du ger 150 kr varje månad till: Rent vatten.');
    await person.choose('2');
    await page.getByRole('button', { name: 'English' }).click();
    expect(await page.locator('#approval-text').innerText()).toContain('You give SEK 150');
    expect(await page.locator('#accounts input[value="2"]').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Svenska' }).click();
    await page.locator('#confirm').click();
    await person.expectRecord('approval', /hos banken/);
    await expect.poll(() => page.locator('#donor-page').innerText()).toMatch(/Tack!\s+Din gåva är upplagd/);
    expect(await page.locator('#way-status').innerText()).toBe('givare');
  });
});
