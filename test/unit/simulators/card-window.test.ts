import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invoicing, type Invoicing } from './invoicing.ts';

const landing = { SuccessUrl: 'https://shop.example/yes', FailureUrl: 'https://pay.shop.example/no' };

let billecta: Invoicing;
let invoiceId: string;
let debtor: string;
beforeEach(async () => {
  billecta = await invoicing();
  debtor = await billecta.debtor();
  invoiceId = await billecta.attested(debtor);
});
afterEach(() => billecta.close());

async function windowFor(path: string, subject: object): Promise<string> {
  const { body } = await billecta.call('POST', path, { ...subject, ...landing });
  return String(body['PaymentWindowUrl'] ?? body['AddWindowUrl']);
}
const toPay = (Language = 'SV') => windowFor('/v1/invoice/creditcardpayment', { ActionPublicId: invoiceId, Language });
const toSave = (Language = 'SV') => windowFor('/v1/debtors/addcreditcard', { DebtorPublicId: debtor, Language });
const html = async (url: string) => (await (await fetch(url)).text()).replaceAll('\u00a0', ' ');

describe('the card window', () => {
  it('says what is paid, in the language that was asked for', async () => {
    expect(await html(await toPay())).toMatch(/<html lang="sv">[\s\S]*Att betala<\/dt><dd>200,00 kr</);
    expect(await html(await toPay('EN'))).toMatch(/<html lang="en">[\s\S]*To pay<\/dt><dd>SEK 200\.00</);
  });

  it('says that a card is saved and nothing paid', async () => {
    const page = await html(await toSave('EN'));
    expect(page).toContain('Nothing is paid now.');
    expect(page).not.toContain('SEK');
  });

  it('asks nobody for a card: the digits are made up, and none is sent', async () => {
    const inputs = [...(await html(await toPay())).matchAll(/<input [^>]*>/g)].map(([input]) => input);
    expect(inputs).toHaveLength(3);
    for (const input of inputs) {
      expect(input).toContain(' readonly');
      expect(input).not.toContain(' name=');
      expect(input).toMatch(/value="(?:[0 ]+|12\/99)"/);
    }
  });

  it('has a button for each outcome, until one was pressed', async () => {
    const url = await toPay('EN');
    const { pathname } = new URL(url);
    expect(await html(url)).toContain(`action="${pathname}/approve"`);
    expect(await html(url)).toContain(`formaction="${pathname}/fail"`);
    await fetch(`${url}/fail`, { method: 'POST', redirect: 'manual' });
    expect(await html(url)).not.toContain('<form');
    expect(await html(url)).toContain('The card was refused.');
  });

  it('may be framed by the shop alone, and loads nothing from elsewhere', async () => {
    const url = await toSave();
    const { headers } = await fetch(url);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; .*frame-ancestors https:\/\/shop\.example https:\/\/pay\.shop\.example$/,
    );
    const style = await fetch(new URL('page.css', url));
    expect(style.headers.get('content-type')).toContain('text/css');
  });
});
