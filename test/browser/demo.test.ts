import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newPage, noBrowser } from './browser.ts';
import { visitor } from './visitor.ts';

describe.skipIf(noBrowser)('the demo', () => {
  it('logs a person in', async () => {
    const page = await newPage();
    const person = visitor(page);
    await person.scanFor('authentication');
    await person.press('approve');
    expect(await person.outcome()).toMatch(/^Welcome, \S/);
    expect(await page.locator('#outcome dl').innerText()).toMatch(/\d{8}-••••/);
  });

  it('lets a person sign the text that was agreed on', async () => {
    const page = await newPage();
    const person = visitor(page);
    await person.open();
    await person.choose('signature');
    await page.locator('textarea').fill('Båt 14 får ligga kvar.\nTill hösten.');
    await person.start();
    await person.seeCode();
    await person.press('scan');
    await page.locator('#asked-text').waitFor();
    expect(await page.locator('#asked-text').innerText()).toBe('Båt 14 får ligga kvar.\nTill hösten.');
    await person.press('approve');
    expect(await person.outcome()).toBe('Signed');
    expect(await person.outcomeText()).toContain('Båt 14 får ligga kvar.');
  });

  it('finds the accounts to choose from', async () => {
    const page = await newPage();
    const person = visitor(page);
    await person.scanFor('lookup');
    await person.press('approve');
    expect(await person.outcome()).toBe('Choose an account');
    await page.locator('input[name=account]:enabled').first().check();
    await expect.poll(() => page.locator('.chosen').innerText()).toMatch(/^Chosen: .+••• \d{4}$/);
  });

  it('opens BankID on the same device, each order once', async () => {
    const page = await newPage();
    const person = visitor(page);
    await person.open();
    await person.start();
    const launch = page.locator('#launch');
    await launch.waitFor();
    expect(await launch.getAttribute('href')).toMatch(/^bankid:\/\/\/\?autostarttoken=/i);
    expect(await launch.getAttribute('referrerpolicy')).toBe('origin');
    await launch.click();
    await page.locator('#asked-title').waitFor();
    expect(await launch.getAttribute('href')).toBeNull();
    expect(await launch.getAttribute('aria-disabled')).toBe('true');
    await person.press('approve');
    expect(await person.outcome()).toMatch(/^Welcome/);
  });

  it('finds accounts with BankID on the same device', async () => {
    const page = await newPage();
    const person = visitor(page);
    await person.open();
    await person.choose('lookup');
    await page.locator('input[name=sameDevice]').check();
    await person.start();
    await page.locator('#launch[href]').click();
    await person.press('approve');
    expect(await person.outcome()).toBe('Choose an account');
  });

  it.each([
    ['iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1'],
    ['Android', 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36'],
  ])('gives %s the link that its app answers to', async (_device, userAgent) => {
    const page = await newPage({ userAgent });
    const person = visitor(page);
    await person.open();
    await person.start();
    await page.locator('#launch').waitFor();
    expect(await page.locator('#launch').getAttribute('href')).toMatch(
      /^https:\/\/app\.bankid\.com\/\?autostarttoken=/,
    );
  });

  it('speaks the visitor’s language, and changes it in the middle of a flow', async () => {
    const page = await newPage({ locale: 'sv-SE' });
    const person = visitor(page);
    await person.open();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('sv');
    await person.start();
    await person.seeCode();
    const message = page.locator('#message');
    await expect.poll(() => message.innerText(), { timeout: 20_000 }).not.toBe('');
    const swedish = await message.innerText();
    await page.getByRole('button', { name: 'English' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('#flow-title').innerText()).toBe('Log in with BankID');
    await expect.poll(() => message.innerText(), { timeout: 20_000 }).not.toBe(swedish);
    await person.press('scan');
    await person.press('decline');
    const declined = await person.outcomeText();
    await page.getByRole('button', { name: 'Svenska' }).click();
    await expect.poll(() => page.locator('#outcome-text').innerText(), { timeout: 20_000 }).not.toBe('');
    expect(await person.outcomeText()).not.toBe(declined);
  });

  // SLUSS_SCREENSHOT=1 puts the picture into the documentation; else a test would change the tree.
  it('changes the code while it is shown, and has its picture taken', async () => {
    const page = await newPage({ viewport: { width: 1280, height: 800 } });
    const person = visitor(page);
    await person.open();
    await person.start();
    await person.seeCode();
    const first = await page.locator('#qr').getAttribute('src');
    expect(first).toMatch(/^data:image\//);
    await expect.poll(() => page.locator('#qr').getAttribute('src'), { timeout: 20_000 }).not.toBe(first);
    await expect.poll(() => page.locator('#message').innerText(), { timeout: 20_000 }).not.toBe('');
    if (process.env['SLUSS_SCREENSHOT'] === '1')
      await page.screenshot({ path: join(import.meta.dirname, '../../docs/demo.png') });
  });
});
